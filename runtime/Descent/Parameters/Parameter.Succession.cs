using System.Numerics;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <content>What it takes over from the one before it, where it was resized.</content>
public abstract partial class Parameter
{
    /// <summary>Takes over the states of another parameter of the same rule, and what it keeps beside its weights, as far as both reach.</summary>
    internal void TakeOver<T>(Parameter other)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (mine, theirs) in States.Zip(other.States))
        {
            if (mine.Schema.Per == Per.Tensor)
            {
                mine.Value = theirs.Value;
            }
            else if (mine.Schema.IsSquare)
            {
                CopyCorner(theirs, mine);
            }
            else if (mine.Schema.Per == Per.Weight)
            {
                Copy<T>(theirs, mine, CopyBlocks(theirs, mine));
            }
            else
            {
                Copy<double>(theirs, mine, 0);
            }
        }

        TakeRemainder(other);

        static void Copy<TValue>(StateView from, StateView to, int start)
            where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
        {
            var common = Math.Min(from.Length, to.Length);
            if (from.Place is { } before && to.Place is { } now && before.Device == now.Device && from.ElementType == to.ElementType && from.Layout is null)
            {
                now.Device.Copy(before.Address, now.Address, (long)common * TensorView.SizeOf(to.ElementType));
                return;
            }

            var kept = new TValue[common - start];
            from.Read<TValue>(start, kept);
            to.Write<TValue>(start, kept);
        }

        static void CopyCorner(StateView from, StateView to)
        {
            var (before, now) = ((int)Math.Sqrt(from.Length), (int)Math.Sqrt(to.Length));
            var kept = new T[Math.Min(before, now)];
            for (var row = 0; row < kept.Length; row++)
            {
                from.Read<T>(row * before, kept);
                to.Write<T>(row * now, kept);
            }
        }
    }

    /// <summary>
    /// Copies values of 8 bits as they are coded, since coded anew they would be others: all; but where new values share a block with them, and are not 0, which has its code by any scale,
    /// those before that block alone.
    /// </summary>
    /// <returns>How many values were copied.</returns>
    private static int CopyBlocks(StateView from, StateView to)
    {
        if (from.Layout is not { IsInBlocks: true } before || to.Layout is not { IsInBlocks: true } now || before.RangeLength != now.RangeLength || from.Length * to.Length == 0)
        {
            return 0;
        }

        var count = (int)Math.Min(from.Length, to.Length);
        var (start, length) = now.BlockOf(count - 1, (int)to.Length);
        Span<double> added = stackalloc double[start + length - count];
        to.Read(count, added);
        count = added.ContainsAnyExcept(0) ? start : count;
        var blocks = count == 0 ? 0 : (int)now.NumberOf(count - 1) + 1;
        to.WriteBytes(0, from.ReadBytes(0, count));
        to.WriteBytes(StoredLayout.ScalesAt((int)to.Length), from.ReadBytes(StoredLayout.ScalesAt((int)from.Length), blocks * sizeof(float)));
        return count;
    }

    /// <summary>Takes over what another parameter keeps beside its weights, for those that are the same here.</summary>
    private void TakeRemainder(Parameter other)
    {
        if (WeightRemainder is not { } mine || other.WeightRemainder is not { } theirs || mine.Name != theirs.Name || Weights.ElementType != other.Weights.ElementType)
        {
            return;
        }

        var (common, bytes) = (Math.Min(Length, other.Length), TensorView.SizeOf(mine.ElementType));
        for (long start = 0; start < common; start += Reduction.ChunkLength)
        {
            var length = (int)Math.Min(common - start, Reduction.ChunkLength);
            var now = WeightsAt(this);
            var before = WeightsAt(other);
            var kept = theirs.ReadBytes(start * bytes, length * bytes);
            var rest = mine.ReadBytes(start * bytes, length * bytes).ToArray();
            for (var index = 0; index < length; index++)
            {
                if (now[index] == before[index])
                {
                    kept.Slice(index * bytes, bytes).CopyTo(rest.AsSpan(index * bytes));
                }
            }

            mine.WriteBytes(start * bytes, rest);

            ReadOnlySpan<ushort> WeightsAt(Parameter parameter) => MemoryMarshal.Cast<byte, ushort>(parameter.Weights.ReadBytes(start * sizeof(ushort), length * sizeof(ushort)));
        }
    }
}
