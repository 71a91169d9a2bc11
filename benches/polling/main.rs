//! When feeds are asked: polls spent, delay of the news, evenness of the load, obedience, memory at 100,000 feeds.
//!
//! `cargo bench --bench polling` plays four weeks of 10,000 feeds on a virtual clock for each of three lists (`papers`),
//! with servers that ask for things (`manners`) and with none that do, and measures the last three weeks; then 100,000
//! feeds, and the real store with 100,000 feeds. Delays are judged over feeds whose publishers ask for nothing; what the
//! wishes of the others cost stands beside them. It ends with 1 when a bound is not kept. `-- --replay FILE` plays moments from a file as well.
//!
//! Delay is from an item's publication to the poll that sees it, over items.

mod archive;
mod dice;
mod figures;
mod manners;
mod papers;
mod replay;

use std::time::Duration;
use std::time::Instant;

use wirewatch::pipeline::rhythm::Curve;

use crate::figures::Figures;
use crate::papers::List;
use crate::replay::Play;
use crate::replay::replay;

/// Polls a feed and day.
const MOST_POLLS: f64 = 6.5;
/// Minutes.
const LONGEST_MEAN: f64 = 55.0;
/// Minutes.
const LONGEST_MEDIAN: f64 = 20.0;
/// The fullest minute by the mean one.
const HIGHEST_PEAK: f64 = 1.3;
/// Megabytes at 100,000 feeds.
const MOST_MEMORY: f64 = 300.0;

const HOUR: u64 = 3600;

#[tokio::main]
async fn main() {
    let mut faults = Vec::new();
    println!("100,000 feeds in the real store");
    let memory = archive::measure(100_000).await;
    println!("  resident memory                    {memory:>8.0} MB");
    if memory > MOST_MEMORY {
        faults.push(format!("{memory:.0} MB at 100,000 feeds"));
    }
    let mut lists = vec![List::LongTail, List::Contagious, List::Newsrooms];
    lists.extend(replayed());

    println!("\n10,000 feeds, as shipped");
    heading();
    for list in &lists {
        let figures = play(list, 10_000, Curve::default(), true, 0);
        row("shipped", list, &figures);
        let is_ours = !matches!(list, List::Replayed(_));
        judge(list, &figures, is_ours, &mut faults);
    }
    println!("\n10,000 feeds whose servers ask for nothing");
    heading();
    for list in &lists {
        let shipped = Curve::default();
        let figures = play(list, 10_000, shipped, false, 0);
        row("shipped", list, &figures);
        let is_ours = !matches!(list, List::Replayed(_));
        judge(list, &figures, is_ours, &mut faults);
        for minutes in [300, 360, 420] {
            let curve = Curve {
                one_item_a_day: Duration::from_secs(minutes * 60),
                steepness: 0.5,
            };
            row(
                &format!("root, {minutes} min"),
                list,
                &play(list, 10_000, curve, false, 0),
            );
        }
    }
    println!("\n10,000 feeds, the process away for 2 and for 48 hours: the day after");
    for hours in [2, 48] {
        let figures = play(&List::Newsrooms, 10_000, Curve::default(), true, hours);
        let peak = figures.peak_after_standstill().unwrap_or(f64::NAN);
        println!(
            "  peak {peak:.2} x the mean minute after {hours} hours, {} violations",
            figures.violations
        );
        if figures.violations > 0 || peak > HIGHEST_PEAK {
            faults.push(format!("after {hours} hours away: peak {peak:.2}"));
        }
    }
    println!("\n100,000 feeds, as shipped");
    heading();
    let begun = Instant::now();
    let figures = play(&List::Newsrooms, 100_000, Curve::default(), true, 0);
    row("shipped", &List::Newsrooms, &figures);
    judge(&List::Newsrooms, &figures, true, &mut faults);
    println!("  played in {:.0} s", begun.elapsed().as_secs_f64());
    for fault in &faults {
        println!("NOT KEPT: {fault}");
    }
    std::process::exit(i32::from(!faults.is_empty()));
}

/// The file after `--replay`.
fn replayed() -> Option<List> {
    let mut args = std::env::args().skip_while(|arg| arg != "--replay");
    let path = args.nth(1)?;
    Some(List::read(
        &std::fs::read_to_string(path).expect("the file to replay"),
    ))
}

fn play(list: &List, feeds: u64, curve: Curve, has_manners: bool, hours_away: u64) -> Figures {
    replay(&Play {
        list,
        feeds,
        curve,
        has_manners,
        away: Duration::from_secs(hours_away * HOUR),
    })
}

fn heading() {
    println!(
        "  {:<14} {:<10} {:>6} | {:^22} | {:^22} | {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>6}",
        "", "", "", "nobody asks anything", "wishes obeyed", "all", "", "", "", "", "", ""
    );
    println!(
        "  {:<14} {:<10} {:>6} | {:>6} {:>7} {:>7} | {:>6} {:>7} {:>7} | {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>6}",
        "",
        "list",
        "items",
        "polls",
        "mean",
        "median",
        "polls",
        "mean",
        "median",
        "polls",
        "even",
        "peak",
        "import",
        "wait",
        "refused",
        "early"
    );
}

fn row(what: &str, list: &List, figures: &Figures) {
    let Figures { free, bound, .. } = figures;
    println!(
        "  {what:<14} {:<10} {:>6.2} | {:>6.2} {:>7.1} {:>7.1} | {:>6.2} {:>7.1} {:>7.1} | {:>6.2} {:>6.1} {:>6.2} {:>6.2} {:>5.0}s {:>8} {:>6}",
        list.name(),
        figures.items_a_day(),
        free.polls_a_day(),
        free.mean_delay(),
        free.delay_of(0.5),
        bound.polls_a_day(),
        bound.mean_delay(),
        bound.delay_of(0.5),
        figures.polls_a_day(),
        figures.even_delay(),
        figures.peak(),
        figures.peak_after_import(),
        figures.waits().0,
        figures.refusals,
        figures.violations,
    );
}

/// The delay of feeds that make wishes is their publishers'; they count where all feeds do.
fn judge(list: &List, figures: &Figures, is_ours: bool, faults: &mut Vec<String>) {
    let free = &figures.free;
    let bounds = [
        ("polls a feed and day", figures.polls_a_day(), MOST_POLLS),
        ("polls a free feed and day", free.polls_a_day(), MOST_POLLS),
        ("minutes mean delay", free.mean_delay(), LONGEST_MEAN),
        ("minutes median delay", free.delay_of(0.5), LONGEST_MEDIAN),
        ("peak minute by mean minute", figures.peak(), HIGHEST_PEAK),
    ];
    for (what, found, bound) in bounds {
        if is_ours && found > bound {
            faults.push(format!("{}: {found:.2} {what}, not {bound}", list.name()));
        }
    }
    if figures.violations > 0 {
        faults.push(format!(
            "{}: {} polls too early",
            list.name(),
            figures.violations
        ));
    }
}
