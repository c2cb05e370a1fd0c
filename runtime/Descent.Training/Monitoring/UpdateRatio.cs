using System.Numerics;

namespace Descent.Training;

/// <summary>
/// The ratio of update to weight, ‖w′ − w‖₂/‖w‖₂ for a tensor's weights before and after a step (CS231n, "Neural Networks Part 3",
/// ratio of weights:updates).
/// </summary>
/// <remarks>
/// The lecture's rule of thumb: it should be near 1e-3. Lower, and the learning rate may be too low; higher, and it is likely too high.
/// </remarks>
public static class UpdateRatio
{
    /// <summary>Computes the ratio, in <see cref="double"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="before">The weights before the step.</param>
    /// <param name="after">The weights after it.</param>
    /// <returns>
    /// At least 0; NaN for weights that are all 0, such as a new bias, for which there is no ratio, and where a number is NaN or was infinite before;
    /// infinity where one has become so, or a double does not hold the norm of the update.
    /// </returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is neither <see cref="float"/> nor <see cref="double"/>.</exception>
    public static double Compute<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        CompilerServices.Guard.ElementType<T>();
        if (before.Length != after.Length)
        {
            throw new ArgumentException($"There are {before.Length} weights before and {after.Length} after the step.", nameof(after));
        }

        var (update, weights) = Norms(before, after);
        return weights > 0 ? update / weights : double.NaN;
    }

    /// <summary>‖w′ − w‖₂ and ‖w‖₂.</summary>
    internal static (double Update, double Weights) Norms<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (update, weights) = (default(EuclideanNorm), default(EuclideanNorm));
        for (var i = 0; i < before.Length; i++)
        {
            var weight = double.CreateTruncating(before[i]);
            update.Add(double.CreateTruncating(after[i]) - weight);
            weights.Add(weight);
        }

        return (update.Value, weights.Value);
    }
}
