using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// The Transformer's schedule, named after Noam Shazeer: a linear warm-up, then 1/√t:
/// η(s) = c d^−½ min(t^−½, t w^−3/2) with t = s + 1 (Vaswani et al., 2017, arXiv:1706.03762, equation 3).
/// </summary>
/// <remarks>The peak, c / √(d w), is at step w − 1.</remarks>
public sealed class NoamSchedule : Schedule
{
    private readonly int _modelSize, _warmUpSteps;
    private readonly double _scale, _peak;

    /// <summary>Makes the Transformer's schedule.</summary>
    /// <param name="modelSize">The width of the model, d_model, at least 1.</param>
    /// <param name="warmUpSteps">The steps of the warm-up, w, at least 1.</param>
    /// <param name="scale">The factor before it, c, finite; 1 in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public NoamSchedule(int modelSize, int warmUpSteps = 4000, double scale = 1)
        : this(modelSize, warmUpSteps, scale, peak: null)
    {
    }

    private NoamSchedule(int modelSize, int warmUpSteps, double scale, double? peak)
    {
        _modelSize = Guard.Hyperparameter(modelSize, nameof(modelSize), min: 1);
        _warmUpSteps = Guard.Hyperparameter(warmUpSteps, nameof(warmUpSteps), min: 1);
        _scale = Guard.Hyperparameter(scale, nameof(scale));
        _peak = peak ?? (scale / Math.Sqrt(modelSize) / Math.Sqrt(warmUpSteps));
    }

    /// <summary>The schedule scaled so that its peak has a value.</summary>
    /// <param name="peak">The value at step w − 1, from −1e300 to 1e300.</param>
    /// <param name="warmUpSteps">The steps of the warm-up, w, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static NoamSchedule WithPeak(double peak, int warmUpSteps)
    {
        Guard.Hyperparameter(peak, nameof(peak), min: -1e300, max: 1e300);
        Guard.Hyperparameter(warmUpSteps, nameof(warmUpSteps), min: 1);
        return new(1, warmUpSteps, peak * Math.Sqrt(warmUpSteps), peak);
    }

    /// <inheritdoc/>
    public override string ToString() => Text($"NoamSchedule(modelSize: {_modelSize}, warmUpSteps: {_warmUpSteps}, scale: {_scale})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        // Both terms as multiples of the peak, which is then exact.
        var t = step + 1.0;
        return _peak * (t <= _warmUpSteps ? t / _warmUpSteps : Math.Sqrt(_warmUpSteps / t));
    }
}
