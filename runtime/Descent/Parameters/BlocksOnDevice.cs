using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// The memory of a state of 8 bits on a device. It begins with what a loop has to know of it; from its codes on it is as it is on this processor, codes and then the scales of their blocks;
/// and behind them a word for each block, in which the largest magnitude of what a step is about to store is found, and which is 0 between steps.
/// </summary>
internal static class BlockMemory
{
    /// <summary>How many bytes come before the codes: the length of a range and how many blocks it has, the addresses of the scales and of the words, and how many of these there are.</summary>
    public const int HeadBytes = 64;

    /// <summary>Allocates it, with codes and scales of 0, and gives where the codes begin.</summary>
    public static DeviceAllocation Allocate(IDevice device, StoredLayout layout, int length, out DevicePlace codes)
    {
        var bytes = (layout.CountBytes(length) + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong);
        var blocks = layout.CountBlocks(length);
        var memory = new DeviceAllocation(device, HeadBytes + bytes + (blocks * sizeof(uint)));
        codes = memory.Place.Plus(HeadBytes);
        device.Clear(codes.Address, bytes + (blocks * sizeof(uint)));
        device.Write(memory.Address, MemoryMarshal.AsBytes(
            [(uint)layout.RangeLength | ((ulong)layout.BlocksOfRange << 32), codes.Address + (ulong)StoredLayout.ScalesAt(length), codes.Address + (ulong)bytes, (ulong)blocks]));
        return memory;
    }
}

/// <summary>A state of 8 bits with one value for each weight, on a device.</summary>
internal sealed class BlocksOnDevice(StateSchema schema, StoredLayout layout, nint length, DevicePlace place) : StateView(schema)
{
    public override nint Length => length;

    public override Type ElementType => typeof(byte);

    public override StateStorage Storage => StateStorage.Blocks8;

    public override long Bytes => layout.CountBytes((int)length);

    internal override StoredLayout Layout => layout;

    internal override DevicePlace? Place => place;

    internal override MemoryRegion Region => MemoryRegion.Of(place, (nuint)Bytes);

    internal override void Read<T>(int start, Span<T> values)
    {
        Span<T> block = stackalloc T[BlockCode.BlockLength];
        var (codes, scales, first, firstBlock) = Fetch(start, values.Length);
        for (var done = 0; done < values.Length;)
        {
            var (begin, count) = layout.BlockOf(start + done, (int)length);
            layout.DecodeBlock(codes.AsSpan(begin - first, count), scales[layout.NumberOf(begin) - firstBlock], block[..count]);
            var given = block[(start + done - begin)..count];
            given = given[..Math.Min(given.Length, values.Length - done)];
            given.CopyTo(values[done..]);
            done += given.Length;
        }
    }

    internal override void Write<T>(int start, ReadOnlySpan<T> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        Span<T> block = stackalloc T[BlockCode.BlockLength];
        var (codes, scales, first, firstBlock) = Fetch(start, values.Length);
        for (var done = 0; done < values.Length;)
        {
            var (begin, count) = layout.BlockOf(start + done, (int)length);
            var ofBlock = codes.AsSpan(begin - first, count);
            var number = layout.NumberOf(begin) - firstBlock;
            var taken = Math.Min(begin + count - (start + done), values.Length - done);
            layout.DecodeBlock(ofBlock, scales[number], block[..count]);
            values.Slice(done, taken).CopyTo(block[(start + done - begin)..]);
            scales[number] = layout.EncodeBlock<T>(block[..count], ofBlock);
            done += taken;
        }

        WriteBytes(first, codes);
        WriteBytes(StoredLayout.ScalesAt((int)length) + (firstBlock * sizeof(float)), MemoryMarshal.AsBytes(scales.AsSpan()));
    }

    /// <summary>The codes and scales of the blocks in which a range lies.</summary>
    private (byte[] Codes, float[] Scales, int First, long FirstBlock) Fetch(int start, int count)
    {
        if (count == 0)
        {
            return ([], [], start, 0);
        }

        var first = layout.BlockOf(start, (int)length).Start;
        var last = layout.BlockOf(start + count - 1, (int)length);
        var (firstBlock, blocks) = (layout.NumberOf(first), (int)(layout.NumberOf(last.Start) - layout.NumberOf(first)) + 1);
        var scales = place.Plus(StoredLayout.ScalesAt((int)length) + (firstBlock * sizeof(float))).ReadBytes(blocks * sizeof(float));
        return (place.Plus(first).ReadBytes(last.Start + last.Length - first), MemoryMarshal.Cast<byte, float>(scales).ToArray(), first, firstBlock);
    }
}
