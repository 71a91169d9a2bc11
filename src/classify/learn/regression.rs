//! Logistic regression with an L2 penalty, by Newton's method.
//!
//! Least is made of `Σ cᵢ·ln(1 + e^(−yᵢ·w·xᵢ)) + λ/2·|w|²`, which has one least and no other low place. Each Newton step is
//! found by conjugate gradients, so that the matrix of second derivatives is never written down (Lin, Weng and Keerthi,
//! "Trust region Newton method for large-scale logistic regression", 2008), and halved until it goes down. Nothing is drawn
//! by lot: the same examples in the same order give the same weights to the last bit.

/// The penalty's weight against the sum of losses.
const LAMBDA: f64 = 1.0;
/// The slope is this part of what it was at the beginning: the likelihoods have their third decimal.
const SETTLED: f64 = 1e-4;
/// More Newton steps than any of our problems takes: the bound on work.
const MOST_STEPS: usize = 30;
/// Conjugate gradients for one step; a step that is only nearly Newton's is made up for by the next.
const MOST_TURNS: usize = 40;
/// A step's equation is solved when so much of it is left.
const LEFT_OF_STEP: f64 = 0.1;
/// Halvings of a step before it is given up, which no step needs but for rounding.
const MOST_HALVINGS: usize = 20;
/// Part of what the slope promises that a step must bring (Armijo).
const PROMISED: f64 = 1e-4;

/// One example: places in the weights with values, which side, and how much it counts.
pub(super) struct Row<'a> {
    pub(super) values: &'a [(u32, f64)],
    pub(super) is_useful: bool,
    pub(super) counts: f64,
}

/// The weights, `size` of them.
pub(super) fn fit(rows: &[Row<'_>], size: usize) -> Vec<f64> {
    let mut weights = vec![0.0; size];
    let mut first = None;
    for _ in 0..MOST_STEPS {
        let here = Place::of(rows, &weights);
        let steep = norm(&here.slope);
        if steep <= SETTLED * *first.get_or_insert(steep) {
            break;
        }
        let step = newton_step(rows, &here);
        match go_down(rows, &weights, &here, &step) {
            Some(lower) => weights = lower,
            None => break,
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

/// What is to be made least, seen from some weights.
struct Place {
    height: f64,
    slope: Vec<f64>,
    /// How much each example bends it.
    bends: Vec<f64>,
    /// The diagonal of the second derivatives.
    diagonal: Vec<f64>,
}

impl Place {
    fn of(rows: &[Row<'_>], weights: &[f64]) -> Self {
        let mut here = Self {
            height: height(rows, weights),
            slope: weights.iter().map(|weight| LAMBDA * weight).collect(),
            bends: Vec::with_capacity(rows.len()),
            diagonal: vec![LAMBDA; weights.len()],
        };
        for row in rows {
            let likelihood = sigmoid(dot(weights, row.values));
            let off = row.counts * (likelihood - f64::from(u8::from(row.is_useful)));
            let bend = row.counts * likelihood * (1.0 - likelihood);
            for (place, value) in row.values {
                here.slope[*place as usize] += off * value;
                here.diagonal[*place as usize] += bend * value * value;
            }
            here.bends.push(bend);
        }
        here
    }

    /// The second derivatives times a vector.
    fn bent(&self, rows: &[Row<'_>], vector: &[f64]) -> Vec<f64> {
        let mut bent: Vec<f64> = vector.iter().map(|part| LAMBDA * part).collect();
        for (row, bend) in rows.iter().zip(&self.bends) {
            let along = bend * dot(vector, row.values);
            for (place, value) in row.values {
                bent[*place as usize] += along * value;
            }
        }
        bent
    }
}

fn height(rows: &[Row<'_>], weights: &[f64]) -> f64 {
    let losses = rows.iter().map(|row| {
        let sign = if row.is_useful { 1.0 } else { -1.0 };
        row.counts * softplus(-sign * dot(weights, row.values))
    });
    losses.sum::<f64>() + LAMBDA / 2.0 * scalar(weights, weights)
}

/// `ln(1 + e^t)`
fn softplus(t: f64) -> f64 {
    t.max(0.0) + (-t.abs()).exp().ln_1p()
}

/// Solves "second derivatives × step = −slope" nearly, by conjugate gradients scaled by the diagonal.
fn newton_step(rows: &[Row<'_>], here: &Place) -> Vec<f64> {
    let scaled = |rest: &[f64]| -> Vec<f64> {
        rest.iter()
            .zip(&here.diagonal)
            .map(|(r, d)| r / d)
            .collect()
    };
    let mut step = vec![0.0; here.slope.len()];
    let mut rest: Vec<f64> = here.slope.iter().map(|slope| -slope).collect();
    let enough = LEFT_OF_STEP * norm(&rest);
    let mut along = scaled(&rest);
    let mut drop = scalar(&rest, &along);
    for _ in 0..MOST_TURNS {
        let bent = here.bent(rows, &along);
        let far = drop / scalar(&along, &bent);
        add(&mut step, far, &along);
        add(&mut rest, -far, &bent);
        if norm(&rest) <= enough {
            break;
        }
        let next = scaled(&rest);
        let next_drop = scalar(&rest, &next);
        let turn = next_drop / drop;
        drop = next_drop;
        along = next.iter().zip(&along).map(|(n, a)| n + turn * a).collect();
    }
    step
}

/// The weights after the step, or after a half, a quarter … of it; `None` where not even the smallest goes down.
fn go_down(rows: &[Row<'_>], weights: &[f64], here: &Place, step: &[f64]) -> Option<Vec<f64>> {
    let promised = scalar(&here.slope, step);
    let mut part = 1.0;
    for _ in 0..MOST_HALVINGS {
        let mut lower = weights.to_vec();
        add(&mut lower, part, step);
        if height(rows, &lower) <= here.height + PROMISED * part * promised {
            return Some(lower);
        }
        part /= 2.0;
    }
    None
}

fn add(to: &mut [f64], times: f64, other: &[f64]) {
    for (to, other) in to.iter_mut().zip(other) {
        *to += times * other;
    }
}

fn scalar(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(vector: &[f64]) -> f64 {
    scalar(vector, vector).sqrt()
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
        assert!(steepest < 1e-2, "{steepest}"); // of about a hundred that pull
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
