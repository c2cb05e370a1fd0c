using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The loss that a model has by chance, with small random weights and without regularization (CS231n, "Neural Networks Part 3", "look for
/// correct loss at chance performance"). All are means over the examples; use with <see cref="InitialLossCheck"/>.
/// </summary>
public static class ExpectedLoss
{
    /// <summary>Softmax with cross-entropy: ln C, for every class has probability 1/C. 2.303 for 10 classes.</summary>
    /// <param name="classes">The number of classes C, at least 2.</param>
    /// <returns>In nats.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 2.</exception>
    public static double Softmax(int classes) => Math.Log(Guard.Hyperparameter(classes, nameof(classes), min: 2));

    /// <summary>
    /// Multi-class hinge loss (Weston and Watkins, 1999): (C − 1) Δ, for all scores are about 0 and every margin is violated. 9 for 10
    /// classes and Δ = 1.
    /// </summary>
    /// <param name="classes">The number of classes C, at least 2.</param>
    /// <param name="margin">The margin Δ, greater than 0.</param>
    /// <returns>In units of the scores.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Hinge(int classes, double margin = 1)
        => (Guard.Hyperparameter(classes, nameof(classes), min: 2) - 1) * Guard.Hyperparameter(margin, nameof(margin), above: 0);

    /// <summary>Independent logistic outputs with binary cross-entropy, summed over the outputs: K ln 2.</summary>
    /// <param name="outputs">The number of outputs K, at least 1.</param>
    /// <returns>In nats.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="outputs"/> is less than 1.</exception>
    public static double Logistic(int outputs = 1) => Guard.Hyperparameter(outputs, nameof(outputs), min: 1) * Math.Log(2);
}
