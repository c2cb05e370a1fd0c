using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>
/// One sum of a loop, whose terms are added up in the thirty-two columns of their block (<see cref="Reduction"/>) as the loop makes them: in
/// registers where thirty-two of <see cref="double"/> fit into four, otherwise the terms are stored and added up after the loop.
/// Not meant to be used by hand.
/// </summary>
/// <typeparam name="TLanes">The lanes of a vector.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
[CLSCompliant(false)]
[EditorBrowsable(EditorBrowsableState.Never)]
[SuppressMessage("Performance", "CA1815", Justification = "Sums are not compared.")]
public struct TermSum<TLanes, T>
    where TLanes : struct, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Vector512<double> _first;
    private Vector512<double> _second;
    private Vector512<double> _third;
    private Vector512<double> _fourth;

    /// <summary>Adds a vector of terms.</summary>
    /// <param name="term">The terms.</param>
    /// <param name="terms">Where terms are stored that are added up after the loop.</param>
    /// <param name="index">The place of the first in the range.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes term, ref T terms, nuint index)
    {
        if (!IsInRegisters)
        {
            term.Store(ref terms, index);
        }
        else if (typeof(T) == typeof(float))
        {
            var singles = Unsafe.BitCast<TLanes, Vector512<float>>(term);
            var lower = Avx512F.ConvertToVector512Double(singles.GetLower());
            var upper = Avx512F.ConvertToVector512Double(singles.GetUpper());

            // One or the other by turns, which a processor foresees: less work than to let the four change places.
            if ((index & 16) == 0)
            {
                (_first, _second) = (_first + lower, _second + upper);
            }
            else
            {
                (_third, _fourth) = (_third + lower, _fourth + upper);
            }
        }
        else
        {
            // The four change places: those that the next terms go to come first.
            var next = _first + Unsafe.BitCast<TLanes, Vector512<double>>(term);
            (_first, _second, _third, _fourth) = (_second, _third, _fourth, next);
        }
    }

    /// <summary>Leaves the sum of a whole block, and of a part of one its columns' sums, where the terms would be.</summary>
    /// <param name="terms">Where.</param>
    /// <param name="count">The number of terms, in whole vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Leave(ref T terms, int count)
    {
        if (!IsInRegisters)
        {
            return;
        }

        ref var columns = ref Unsafe.As<T, double>(ref terms);
        if (count == Reduction.BlockLength)
        {
            columns = ColumnSums.Combine(_first, _second, _third, _fourth);
            return;
        }

        var first = typeof(T) == typeof(float) ? 0 : (nuint)(count / 8);
        _first.StoreUnsafe(ref columns, first % 4 * 8);
        _second.StoreUnsafe(ref columns, (first + 1) % 4 * 8);
        _third.StoreUnsafe(ref columns, (first + 2) % 4 * 8);
        _fourth.StoreUnsafe(ref columns, (first + 3) % 4 * 8);
    }

    /// <summary>Whether the columns' sums are kept in registers. One answer for a process, known when a loop is compiled.</summary>
    internal static bool IsInRegisters
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && Unsafe.SizeOf<TLanes>() == Vector512<byte>.Count;
    }
}
