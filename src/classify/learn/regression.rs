//! Logistic regression with an L2 penalty, by coordinate ascent on the dual.
//!
//! Least is made of `Σ cᵢ·ln(1 + e^(−yᵢ·w·xᵢ)) + λ/2·|w|²`. Its dual has one number an example, and each step sets one
//! of them to its best value exactly, so that every step is progress and no step length has to be guessed (Yu, Huang and
//! Lin, "Dual coordinate descent methods for logistic regression", 2011). Examples are gone through in the order given.

/// The penalty's weight against the sum of losses.
const LAMBDA: f64 = 1.0;
/// More rounds than any of our problems takes: the bound on work.
const MOST_ROUNDS: usize = 200;
/// No likelihood moved further in a whole round: it has converged.
const SETTLED: f64 = 1e-5;
/// Halvings or Newton steps for one number; each at least halves the error, and it starts below 2^10.
const MOST_STEPS: usize = 60;
/// Good enough for one number, as the round after next looks at it again.
const CLOSE: f64 = 1e-9;

/// One example: places in the weights with values, which side, and how much it counts.
pub(super) struct Row<'a> {
    pub(super) values: &'a [(u32, f64)],
    pub(super) is_useful: bool,
    pub(super) counts: f64,
}

/// The weights, `size` of them.
pub(super) fn fit(rows: &[Row<'_>], size: usize) -> Vec<f64> {
    let mut weights = vec![0.0; size];
    // Where the likelihood of the wrong side would be if the example stood alone; 0 adds nothing to the weights.
    let mut shares = vec![0.0; rows.len()];
    let norms: Vec<f64> = rows.iter().map(|row| square(row.values)).collect();
    for _ in 0..MOST_ROUNDS {
        let mut furthest: f64 = 0.0;
        for ((row, share), norm) in rows.iter().zip(&mut shares).zip(&norms) {
            let sign = if row.is_useful { 1.0 } else { -1.0 };
            let pull = row.counts * norm / LAMBDA;
            let others = sign * dot(&weights, row.values) - pull * *share;
            let best = best_share(others, pull);
            let step = best - *share;
            for (place, value) in row.values {
                weights[*place as usize] += sign * row.counts * step * value / LAMBDA;
            }
            *share = best;
            furthest = furthest.max(step.abs());
        }
        if furthest < SETTLED {
            break;
        }
    }
    weights
}

/// `w·x`
pub(super) fn dot(weights: &[f64], values: &[(u32, f64)]) -> f64 {
    values
        .iter()
        .map(|(place, value)| weights[*place as usize] * value)
        .sum()
}

/// `1 / (1 + e^(−t))`, also where `e^t` is beyond a float.
pub(super) fn sigmoid(t: f64) -> f64 {
    if t >= 0.0 {
        1.0 / (1.0 + (-t).exp())
    } else {
        let e = t.exp();
        e / (1.0 + e)
    }
}

fn square(values: &[(u32, f64)]) -> f64 {
    values.iter().map(|(_, value)| value * value).sum()
}

/// The share `p` with `logit(p) + others + pull·p = 0`: Newton's steps on the logit, halved where one would leave the
/// interval that holds the root.
fn best_share(others: f64, pull: f64) -> f64 {
    let (mut low, mut high) = (-others - pull, -others);
    let mut t = f64::midpoint(low, high);
    for _ in 0..MOST_STEPS {
        let p = sigmoid(t);
        let excess = t + others + pull * p;
        if excess.abs() < CLOSE {
            break;
        }
        if excess > 0.0 {
            high = t;
        } else {
            low = t;
        }
        let newton = t - excess / (1.0 + pull * p * (1.0 - p));
        t = if newton > low && newton < high {
            newton
        } else {
            f64::midpoint(low, high)
        };
    }
    sigmoid(t)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(values: &[(u32, f64)], is_useful: bool) -> Row<'_> {
        Row {
            values,
            is_useful,
            counts: 1.0,
        }
    }

    /// The gradient of what is made least; all zero at the least and nowhere else.
    fn gradient(rows: &[Row<'_>], weights: &[f64]) -> Vec<f64> {
        let mut gradient: Vec<f64> = weights.iter().map(|w| w * LAMBDA).collect();
        for row in rows {
            let sign = if row.is_useful { 1.0 } else { -1.0 };
            let wrong = sigmoid(-sign * dot(weights, row.values));
            for (place, value) in row.values {
                gradient[*place as usize] -= row.counts * wrong * sign * value;
            }
        }
        gradient
    }

    #[test]
    fn what_it_ends_with_is_the_least() {
        let values: Vec<Vec<(u32, f64)>> = (0..60)
            .map(|n: u32| {
                vec![
                    (0, 1.0),
                    (1 + n % 7, 0.8),
                    (8 + n % 5, f64::from(n % 3) - 1.0),
                ]
            })
            .collect();
        let rows: Vec<Row<'_>> = values
            .iter()
            .enumerate()
            .map(|(n, values)| Row {
                values,
                is_useful: n % 7 < 3 || n % 11 == 0,
                counts: if n % 2 == 0 { 1.0 } else { 2.5 },
            })
            .collect();

        let weights = fit(&rows, 13);

        let steepest = gradient(&rows, &weights)
            .into_iter()
            .fold(0.0, |most: f64, slope| most.max(slope.abs()));
        assert!(steepest < 5e-3, "{steepest}"); // of about a hundred that pull
        assert!(weights[1] > 0.5 && weights[5] < -0.2, "{weights:?}");
    }

    #[test]
    fn huge_values_stay_numbers_and_opposites_cancel() {
        let (huge, plain) = ([(0, 1e6)], [(0, 1.0)]);

        let weights = fit(&[row(&huge, true), row(&plain, false)], 1);
        let balanced = fit(&[row(&plain, true), row(&plain, false)], 1);

        assert!(weights[0].is_finite(), "{weights:?}");
        assert!(balanced[0].abs() < 1e-6, "{balanced:?}");
        assert!((sigmoid(-800.0)).abs() < 1e-12 && (sigmoid(800.0) - 1.0).abs() < 1e-12);
    }
}
