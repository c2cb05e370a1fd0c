using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The first sanity checks before training (CS231n, "Neural Networks Part 3", before learning): the initial loss is what chance gives,
/// and regularization makes it larger.
/// </summary>
/// <example><code>
/// Console.WriteLine(new InitialLossCheck(ExpectedLoss.Softmax(classes: 10)).Run(() => model.DataLoss(batch)));
/// </code></example>
public sealed class InitialLossCheck
{
    /// <summary>Makes a check.</summary>
    /// <param name="expected">The loss to expect without regularization, at least 0; see <see cref="ExpectedLoss"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expected"/> is not finite or negative.</exception>
    public InitialLossCheck(double expected) => Expected = Guard.Hyperparameter(expected, nameof(expected), min: 0);

    /// <summary>The loss to expect without regularization.</summary>
    public double Expected { get; }

    /// <summary>
    /// By how much the loss may differ from the expected one, absolutely, greater than 0. <see langword="null"/>, the default, allows 10 %
    /// of the expected loss: small random weights already prefer some classes a little.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite or not greater than 0.</exception>
    public double? Tolerance { get; init => field = value is { } t ? Guard.Hyperparameter(t, nameof(Tolerance), above: 0) : null; }

    /// <summary>Evaluates the initial loss.</summary>
    /// <param name="loss">Returns the mean loss over some examples at the initial weights, without regularization.</param>
    /// <param name="regularizedLoss">Returns the same with regularization, which must be larger; <see langword="null"/> if there is none.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="loss"/> is <see langword="null"/>.</exception>
    public InitialLossReport Run(Func<double> loss, Func<double>? regularizedLoss = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new(loss(), Expected, Tolerance ?? (0.1 * Expected), regularizedLoss?.Invoke());
    }
}
