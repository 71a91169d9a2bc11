//! Clocks that jump, and days that are short or long: nothing is sent twice, nothing waits for a day years away.

use jiff::SignedDuration;
use jiff::Timestamp;

use crate::support::Answer;
use crate::support::Entry;
use crate::support::Plan;
use crate::support::World;
use crate::support::at;
use crate::support::rss;

fn daily(at: &str) -> World {
    let body = format!(
        "at = {at}\ntz = \"UTC\"\ntopics = [\"sanctions\"]\nto = [\"desk@example.org\"]\nwhen_empty = \"send\""
    );
    let plan = Plan::empty()
        .topic("sanctions", "any = [\"sanction\"]")
        .feed("wire")
        .digest_with("desk", &body);
    let world = World::new(plan);
    publish(&world, &[]);
    world
}

fn publish(world: &World, entries: &[Entry]) {
    world
        .origin()
        .serves("/wire", Answer::feed(rss("The Wire", entries)));
}

fn a_year_after(moment: Timestamp) -> Timestamp {
    moment + SignedDuration::from_hours(24 * 365)
}

fn letters(world: &World) -> usize {
    world.inbox().letters().len()
}

#[test]
fn a_clock_that_goes_a_year_ahead_and_comes_back_costs_one_letter_and_silences_nothing() {
    let world = daily("[\"09:30\", \"16:00\"]");
    world.once(at("09:00:00"));
    world.once(at("09:30:30"));
    assert_eq!(letters(&world), 1);

    let bank = Entry::new("bank", "Sanctions on a bank", "", at("09:50:00"));
    publish(&world, &[bank.clone()]);
    world.once(a_year_after(at("10:00:00")));
    assert_eq!(letters(&world), 2, "one letter for a year, not 730");

    let yard = Entry::new("yard", "Sanctions on a shipyard", "", at("10:01:00"));
    publish(&world, &[bank.clone(), yard.clone()]);
    world.once(a_year_after(at("10:05:00")));
    assert_eq!(letters(&world), 2);

    world.once(at("10:10:00"));
    assert_eq!(letters(&world), 2, "back: nothing is due before 16:00");
    world.once(at("16:00:30"));
    assert_eq!(letters(&world), 3);
    let told = world.inbox().letters().pop().unwrap();
    assert!(
        told.text().contains("Sanctions on a shipyard"),
        "what came while the clock was ahead is not kept for a year: {told:?}"
    );
    world.once(at("16:00:50"));
    assert_eq!(letters(&world), 3);
}

#[test]
fn a_letter_put_off_by_a_clock_that_was_ahead_goes_when_the_clock_is_right() {
    let plan = Plan::desk().relay_is_closed();
    let world = World::new(plan);
    let bank = Entry::new("bank", "Sanctions on a bank", "", at("08:30:00"));
    publish(&world, &[bank]);
    world.once(at("09:00:00"));
    world.once(a_year_after(at("09:05:00")));
    world.inbox().open();

    world.once(at("09:10:00"));

    world.inbox().letter();
}

#[test]
fn a_clock_set_back_by_two_hours_sends_no_digest_twice() {
    let world = daily("\"07:30\"");
    world.once(at("07:00:00"));
    // The machine was busy: the letter goes a little late.
    world.once(at("07:30:40"));
    assert_eq!(letters(&world), 1);

    for time in ["05:45:00", "07:29:00", "07:30:10", "07:30:50", "09:00:00"] {
        world.once(at(time));
        assert_eq!(letters(&world), 1, "at {time}");
    }
    world.once(at("07:30:10") + SignedDuration::from_hours(24));
    assert_eq!(letters(&world), 2);
}

#[test]
fn a_machine_that_boots_in_1970_sends_nothing_until_it_knows_the_time() {
    let world = daily("\"07:30\"");
    world.once(at("07:00:00"));
    world.once(at("07:30:40"));
    assert_eq!(letters(&world), 1);

    world.once("1970-01-01T08:00:00Z".parse().unwrap());
    world.once("1970-01-02T08:00:00Z".parse().unwrap());
    assert_eq!(letters(&world), 1);
    world.once(at("08:00:00"));
    assert_eq!(letters(&world), 1);
    world.once(at("07:30:40") + SignedDuration::from_hours(24));
    assert_eq!(letters(&world), 2);
}

#[test]
fn eight_hours_of_sleep_cost_one_catch_up_letter() {
    let world = daily("[\"07:00\", \"09:00\", \"11:00\", \"13:00\"]");
    world.once(at("06:30:00"));

    world.once(at("14:30:00"));
    world.once(at("14:31:00"));

    assert_eq!(letters(&world), 1);
    let window = world.inbox().letter().text();
    assert!(window.contains("06:30 – 14:30"), "{window}");
}

#[test]
fn another_zone_counts_from_the_next_reading_of_the_file() {
    let world = daily("\"07:30\"");
    let due = |world: &World| {
        let digests = world.run(&["status", "--json"]).json()["digests"].clone();
        let next: Timestamp = digests[0]["next"].as_str().unwrap().parse().unwrap();
        next.strftime("%H:%M").to_string()
    };
    assert_eq!(due(&world), "07:30");

    let path = world.config().join("watchlist.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    world.write_watchlist(&text.replace("tz = \"UTC\"", "tz = \"Asia/Kathmandu\""));

    assert_eq!(due(&world), "01:45");
    world.once(at("01:00:00"));
    world.once(at("01:45:30"));
    assert_eq!(letters(&world), 1);
}

#[test]
fn digest_list_says_what_is_due_when_by_the_owners_clock() {
    let world = daily("\"07:30\"");
    let path = world.config().join("watchlist.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    world.write_watchlist(&text.replace("tz = \"UTC\"", "tz = \"Asia/Kathmandu\""));
    world.once(at("01:00:00"));

    let list = world.run(&["digest", "list"]).stdout;

    assert!(list.contains("due  desk"), "{list}");
    assert!(list.contains("T07:30:00+05:45[Asia/Kathmandu]"), "{list}");
}

#[test]
fn leap_days_and_years_to_come_are_days_like_any_other() {
    for day in ["2028-02-29", "2038-01-20", "2100-03-01", "2026-12-31"] {
        let world = daily("\"07:30\"");
        world.once(format!("{day}T07:00:00Z").parse().unwrap());
        world.once(format!("{day}T07:30:30Z").parse().unwrap());

        let letter = world.inbox().letter();
        letter.assert_sound();
        let year = &day[..4];
        assert!(letter.header("Date")[0].contains(year), "{letter:?}");
    }
}
