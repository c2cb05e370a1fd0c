using System.ComponentModel;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// What an optimizer remembers about one parameter between steps. The compiler derives one sealed class per rule from it, with a
/// span per state (<c>state.FirstMoment</c>, <c>state.SecondMoment</c>).
/// </summary>
public abstract class OptimizerState
{
    private Standing _own;
    private Standings? _standings;
    private int _place;

    /// <summary>For derived, generated classes.</summary>
    /// <param name="length">The number of weights.</param>
    /// <param name="reductions">How many reductions a step has.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 2³¹ − 2¹⁶ weights.</exception>
    protected OptimizerState(int length, int reductions = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Guard.MaxLength);
        Length = length;
        Totals = reductions > 0 ? new ReductionTotals(length, reductions) : null;
    }

    /// <summary>For generated code: the totals of the reductions of the step under way, if the rule reduces.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ReductionTotals? Totals { get; }

    /// <summary>The number of weights this state belongs to, and so of values in each of its spans.</summary>
    public int Length { get; }

    /// <summary>
    /// How many updates the parameter has had. The next one is step <c>StepCount + 1</c>. Set it to resume from saved state.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="InvalidOperationException">The optimizer is being stepped.</exception>
    public int StepCount
    {
        get => Standing.StepCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(StepCount));
            RefuseWhileBusy(nameof(StepCount));
            Standing.StepCount = value;
        }
    }

    /// <summary>
    /// Whether the weights stand where <see cref="Optimizer.BeforeGradient"/> moved them, waiting for the update that takes the
    /// gradient found there. Always <see langword="false"/> for a rule without a <see cref="BeforeGradientAttribute"/> method.
    /// </summary>
    public bool AwaitsGradient => Standing.AwaitsGradient;

    /// <summary>For generated code: asks for a range of all states before it is needed, so that it is in the cache by then.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="length">How long it is.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void FetchAhead(int start, int length)
    {
    }

    /// <summary>
    /// For generated code: the memory that a step reads or writes beside weights and gradients, one state or input after the other, and the
    /// default value after the last.
    /// </summary>
    /// <param name="index">The number of the state or input, from 0.</param>
    /// <returns>Its memory.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual MemoryRegion MemoryAt(int index) => default;

    /// <summary>For generated code: the value of a state with one for the tensor.</summary>
    /// <param name="index">The number of the state in the rule's schema.</param>
    /// <returns>The value.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual double GetValue(int index) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For generated code: sets a state with one value for the tensor.</summary>
    /// <param name="index">The number of the state in the rule's schema.</param>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void SetValue(int index, double value) => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>For generated code: binds an input.</summary>
    /// <typeparam name="TValue">The type of the weights.</typeparam>
    /// <param name="index">The number of the input in the rule's schema.</param>
    /// <param name="values">Its values.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void BindInput<TValue>(int index, ReadOnlyMemory<TValue> values)
        where TValue : unmanaged => throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Its own until it joins those of an optimizer.</summary>
    internal ref Standing Standing => ref _standings is null ? ref _own : ref _standings[_place];

    /// <summary>Throws if the optimizer is being stepped.</summary>
    internal void RefuseWhileBusy(string what) => _standings?.RefuseWhileBusy(what);

    /// <summary>The parameter of the same optimizer whose weights overlap some memory, if there is one.</summary>
    internal Parameter? OwnerOf<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged => _standings?.Claims.OwnerOf(memory);

    /// <summary>Notes that other gradients, or an input, were bound.</summary>
    internal void Bound(bool isForeign, bool isGradients)
    {
        Standing.IsForeign |= isForeign;
        _standings?.Bound(isForeign, isGradients);
    }

    /// <summary>Moves the standing to those of an optimizer.</summary>
    internal void Join(Standings standings) => (_place, _standings) = (standings.Add(_own), standings);
}
