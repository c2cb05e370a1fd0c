using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>The same value at every step: a part of joined schedules, or a schedule switched off.</summary>
public sealed class ConstantSchedule : Schedule
{
    private readonly double _value;

    /// <summary>Makes a constant schedule.</summary>
    /// <param name="value">The value, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public ConstantSchedule(double value) => _value = Guard.Hyperparameter(value, nameof(value));

    /// <inheritdoc/>
    public override string ToString() => Text($"ConstantSchedule({_value})");

    /// <inheritdoc/>
    protected override double ValueAt(int step) => _value;
}
