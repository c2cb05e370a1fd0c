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
        if (Memory.Place is not null || other.Memory.Place is not null)
        {
            throw new NotSupportedException($"Parameter '{Name}' lies on a device: remove it, and add it anew with its states.");
        }

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
                Copy<T>(theirs, mine);
            }
            else
            {
                Copy<double>(theirs, mine);
            }
        }

        TakeRemainder(other);

        static void Copy<TValue>(StateView from, StateView to)
            where TValue : unmanaged, IBinaryFloatingPointIeee754<TValue>
        {
            var kept = new TValue[Math.Min(from.Length, to.Length)];
            from.Read<TValue>(0, kept);
            to.Write<TValue>(0, kept);
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
            var rest = theirs.ReadBytes(start * bytes, length * bytes);
            for (var index = 0; index < length; index++)
            {
                if (now[index] == before[index])
                {
                    mine.WriteBytes((start + index) * bytes, rest.Slice(index * bytes, bytes));
                }
            }

            ReadOnlySpan<ushort> WeightsAt(Parameter parameter) => MemoryMarshal.Cast<byte, ushort>(parameter.Weights.ReadBytes(start * sizeof(ushort), length * sizeof(ushort)));
        }
    }
}
