using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>
/// What one sweep of a rule does with a range of a tensor: the loop that the compiler wrote, for vectors of any width. Generated code
/// implements it, and <see cref="Kernel"/> runs it. Not meant to be used by hand.
/// </summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "Its implementations are named as type arguments.")]
public interface IKernel<T, TValues>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TValues : struct
{
    /// <summary>Whether the loop goes through the memory of one or two tensors alone, and so asks for it farther ahead.</summary>
    static virtual bool HasFewStreams => false;

    /// <summary>Runs the loop over a whole number of vectors.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <param name="weights">The first weight of the range.</param>
    /// <param name="gradients">Its gradient.</param>
    /// <param name="memory">The state of the whole tensor.</param>
    /// <param name="values">What does not differ from weight to weight.</param>
    /// <param name="terms">Where the terms of the first reduction go, or the sums of their columns (<see cref="TermSum{TLanes, T}"/>); those of the others are behind them (<see cref="Kernel.TermsOf"/>).</param>
    /// <param name="start">The place of the first weight in the tensor.</param>
    /// <param name="count">How many weights there are, a multiple of the lanes.</param>
    static abstract void Run<TLanes>(ref T weights, ref readonly T gradients, OptimizerState memory, in TValues values, ref T terms, int start, int count)
        where TLanes : struct, ILanes<TLanes, T>;
}
