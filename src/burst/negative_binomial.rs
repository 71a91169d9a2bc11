//! The negative binomial as a Poisson count whose rate is gamma distributed (Greenwood and Yule, 1920).

/// The chance of `count` or more, of a mean and a squared coefficient of variation of the rate; 0 is plain Poisson.
pub(super) fn at_least(count: u32, mean: f64, wandering: f64) -> f64 {
    if count == 0 {
        return 1.0;
    }
    if mean <= 0.0 {
        return 0.0;
    }
    // Summed from `count` upwards, where the terms fall: one less the sum below would lose all that is small.
    let mut term = log_probability(count, mean, wandering).exp();
    let mut sum = 0.0;
    for next in count.. {
        sum += term;
        let ratio = (1.0 + f64::from(next) * wandering) * mean
            / ((1.0 + wandering * mean) * (f64::from(next) + 1.0));
        term *= ratio;
        if ratio < 1.0 && term <= sum * 1e-12 {
            break;
        }
    }
    sum.min(1.0)
}

/// ln P(count), as a product over the counts below: no gamma function is needed for whole numbers.
fn log_probability(count: u32, mean: f64, wandering: f64) -> f64 {
    let at_zero = if wandering * mean < 1e-9 {
        -mean
    } else {
        -(wandering * mean).ln_1p() / wandering
    };
    (0..count)
        .map(|below| {
            ((1.0 + f64::from(below) * wandering) * mean
                / ((1.0 + wandering * mean) * (f64::from(below) + 1.0)))
                .ln()
        })
        .sum::<f64>()
        + at_zero
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_wandering_it_is_the_poisson_tail() {
        // 1 - sum of e^-4 4^k / k! for k below 12.
        assert!((at_least(12, 4.0, 0.0) - 9.152e-4).abs() < 1e-6);
        assert!((at_least(1, 0.5, 0.0) - (1.0 - (-0.5_f64).exp())).abs() < 1e-12);
        assert!((at_least(12, 4.0, 1e-12) - at_least(12, 4.0, 0.0)).abs() < 1e-9);
    }

    #[test]
    fn with_a_rate_that_wanders_as_much_as_itself_it_is_the_geometric_tail() {
        // Wandering 1 is a geometric count: P(n or more) = (mean / (1 + mean))^n.
        assert!((at_least(5, 3.0, 1.0) - 0.75_f64.powi(5)).abs() < 1e-12);
    }

    #[test]
    fn the_ends_are_sure() {
        assert!((at_least(0, 3.0, 0.2) - 1.0).abs() < f64::EPSILON);
        assert!(at_least(3, 0.0, 0.2) <= 0.0);
        assert!(at_least(100_000, 1.0, 0.1) >= 0.0);
    }
}
