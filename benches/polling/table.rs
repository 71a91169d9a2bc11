//! Table: one line a play.

use crate::figures::Figures;
use crate::replay::Play;

/// What stands in which column.
pub(crate) fn heading() {
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

/// What a play came to.
pub(crate) fn row(what: &str, play: &Play<'_>, figures: &Figures) {
    let Figures { free, bound, .. } = figures;
    let of_bound = if play.has_manners {
        format!(
            "{:>6.2} {:>7.1} {:>7.1}",
            bound.polls_a_day(),
            bound.mean_delay(),
            bound.delay_of(0.5)
        )
    } else {
        format!("{:>22}", "none")
    };
    println!(
        "  {what:<14} {:<10} {:>6.2} | {:>6.2} {:>7.1} {:>7.1} | {of_bound} | {:>6.2} {:>6.1} {:>6.2} {:>6.2} {:>5.0}s {:>8} {:>6}",
        play.list.name(),
        figures.items_a_day(),
        free.polls_a_day(),
        free.mean_delay(),
        free.delay_of(0.5),
        figures.polls_a_day(),
        figures.even_delay(),
        figures.peak(),
        figures.peak_after_import(),
        figures.waits().0,
        figures.refusals,
        figures.violations,
    );
}
