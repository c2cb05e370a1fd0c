using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Descent.CompilerServices;

/// <summary>A kernel whose sweep reduces: it leaves terms behind, of which <see cref="Kernel"/> makes totals. Not meant to be used by hand.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <typeparam name="TValues">What does not differ from weight to weight.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Design", "CA1000", Justification = "Its implementations are named as type arguments.")]
public interface IReducingKernel<T, TValues> : IKernel<T, TValues>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TValues : struct
{
    /// <summary>How many reductions the sweep has.</summary>
    static abstract int Reductions { get; }

    /// <summary>The number of a reduction's total among those of the step.</summary>
    /// <param name="index">Which one it is, in the order of the terms.</param>
    /// <returns>The number.</returns>
    static abstract int NumberOf(int index);

    /// <summary>What a reduction of the sweep does with its terms.</summary>
    /// <param name="index">Which one it is, in the order of the terms.</param>
    /// <returns>The kind.</returns>
    static abstract ReductionKind KindOf(int index);

    /// <summary>Whether a reduction of the sweep has one total for each column.</summary>
    /// <param name="index">Which one it is, in the order of the terms.</param>
    /// <returns>Whether it has.</returns>
    static virtual bool IsOfColumns(int index) => false;
}
