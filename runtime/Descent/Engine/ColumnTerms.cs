using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Descent.CompilerServices;

/// <summary>
/// One reduction over columns in a loop over a part of a row, whose terms go into the totals of the row's band as the loop makes them: a sum's in
/// <see cref="double"/>, an extreme's in the type of the terms. Not meant to be used by hand.
/// </summary>
/// <typeparam name="TLanes">The lanes of a vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Nobody compares totals.")]
public readonly ref struct ColumnTerms<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ref byte _first;

    /// <summary>Finds the totals.</summary>
    /// <param name="memory">The state of the whole tensor, which keeps them.</param>
    /// <param name="reduction">The number of the reduction.</param>
    /// <param name="terms">The room of the reduction's terms, where the place of the first column's total is.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ColumnTerms(OptimizerState memory, int reduction, ref readonly T terms)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _first = ref memory.Totals!.OfColumns!.At(reduction, Unsafe.As<T, int>(ref Unsafe.AsRef(in terms)));
    }

    /// <summary>Adds a vector of terms to the sums of their columns.</summary>
    /// <param name="term">The terms.</param>
    /// <param name="index">The place of the first in the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes term, nuint index)
    {
        ref var total = ref Unsafe.Add(ref Unsafe.As<byte, double>(ref _first), index);
        if (IsWide)
        {
            var terms = Unsafe.BitCast<TLanes, Vector512<T>>(term);
            if (typeof(T) == typeof(double))
            {
                (Vector512.LoadUnsafe(ref total) + terms.AsDouble()).StoreUnsafe(ref total);
                return;
            }

            var (lower, upper) = Vector512.Widen(terms.AsSingle());
            (Vector512.LoadUnsafe(ref total) + lower).StoreUnsafe(ref total);
            (Vector512.LoadUnsafe(ref total, 8) + upper).StoreUnsafe(ref total, 8);
        }
        else
        {
            var terms = Unsafe.BitCast<TLanes, Vector<T>>(term);
            if (typeof(T) == typeof(double))
            {
                (Vector.LoadUnsafe(ref total) + terms.As<T, double>()).StoreUnsafe(ref total);
                return;
            }

            Vector.Widen(terms.As<T, float>(), out var lower, out var upper);
            (Vector.LoadUnsafe(ref total) + lower).StoreUnsafe(ref total);
            (Vector.LoadUnsafe(ref total, (nuint)Vector<double>.Count) + upper).StoreUnsafe(ref total, (nuint)Vector<double>.Count);
        }
    }

    /// <summary>Takes a vector of terms into the largest values of their columns.</summary>
    /// <param name="term">The terms.</param>
    /// <param name="index">The place of the first in the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Max(TLanes term, nuint index) => TakeIn<Maximum>(term, index);

    /// <summary>Takes a vector of terms into the smallest values of their columns.</summary>
    /// <param name="term">The terms.</param>
    /// <param name="index">The place of the first in the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Min(TLanes term, nuint index) => TakeIn<Minimum>(term, index);

    /// <summary>Says where the first column's total is.</summary>
    /// <param name="terms">The room of the reduction's terms.</param>
    /// <param name="place">The place.</param>
    internal static void SetPlace(Span<T> terms, int place) => MemoryMarshal.Cast<T, int>(terms)[0] = place;

    private static bool IsWide
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeIn<TKind>(TLanes term, nuint index)
        where TKind : struct, ICombination
    {
        ref var total = ref Unsafe.Add(ref Unsafe.As<byte, T>(ref _first), index);
        if (IsWide)
        {
            TKind.Of(Vector512.LoadUnsafe(ref total), Unsafe.BitCast<TLanes, Vector512<T>>(term)).StoreUnsafe(ref total);
        }
        else
        {
            TKind.Of(Vector.LoadUnsafe(ref total), Unsafe.BitCast<TLanes, Vector<T>>(term)).StoreUnsafe(ref total);
        }
    }
}
