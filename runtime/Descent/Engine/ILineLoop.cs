using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Descent.CompilerServices;

/// <summary>
/// A generated loop over the rows or the columns of a tensor: what follows from their totals and states, in <see cref="double"/>, a vector of
/// them at a time. Not meant to be implemented by hand.
/// </summary>
/// <typeparam name="TValues">What is known before the totals.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "The runtime is generic over the loop.")]
public interface ILineLoop<TValues>
    where TValues : struct
{
    /// <summary>Goes through whole vectors, from the first row or column on.</summary>
    /// <typeparam name="TLanes">The lanes of a vector.</typeparam>
    /// <param name="memory">The state of the tensor.</param>
    /// <param name="values">What is known before the totals.</param>
    /// <param name="count">How many rows or columns there are; the memory of all that is read or written goes on to a whole vector.</param>
    static abstract void Run<TLanes>(OptimizerState memory, in TValues values, int count)
        where TLanes : struct, ILanes<TLanes, double>;
}
