using Descent.CompilerServices;

namespace Descent.Training;

/// <summary>
/// Multi-step decay: multiplies the value by a factor at each milestone, η(s) = η₀ γ^(number of milestones ≤ s) (PyTorch
/// <c>MultiStepLR</c>).
/// </summary>
public sealed class MultiStepDecay : Schedule
{
    private readonly double _initial, _factor;
    private readonly int[] _milestones;

    /// <summary>Makes a multi-step decay.</summary>
    /// <param name="initial">The value at first, η₀, finite.</param>
    /// <param name="milestones">
    /// The first steps that have the changed value, each at least 0, in ascending order. One that is listed twice changes it twice.
    /// </param>
    /// <param name="factor">What each milestone multiplies by, γ, greater than 0; below 1 decays.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range, or a milestone lies before the one before it.</exception>
    public MultiStepDecay(double initial, ReadOnlySpan<int> milestones, double factor = 0.1)
    {
        _initial = Guard.Hyperparameter(initial, nameof(initial));
        _factor = Guard.Hyperparameter(factor, nameof(factor), above: 0);
        var earliest = 0;
        foreach (var milestone in milestones)
        {
            earliest = Guard.Hyperparameter(milestone, nameof(milestones), min: earliest);
        }

        _milestones = milestones.ToArray();
    }

    /// <inheritdoc/>
    public override string ToString()
        => Text($"MultiStepDecay(initial: {_initial}, milestones: [{string.Join(", ", _milestones)}], factor: {_factor})");

    /// <inheritdoc/>
    protected override double ValueAt(int step)
    {
        var passed = 0;
        while (passed < _milestones.Length && _milestones[passed] <= step)
        {
            passed++;
        }

        return _initial * Math.Pow(_factor, passed);
    }
}
