using System.Buffers.Binary;

namespace Descent.Cuda.Tests.Machine;

/// <summary>The memory of a device: pieces far from one another, so that an address beside one belongs to none.</summary>
internal sealed class GlobalMemory
{
    // No address of it can be one of the host's, which ends there.
    private const ulong First = 0x7_0000_0000_0000_00;
    private const ulong Alignment = 256;

    private readonly SortedList<ulong, byte[]> _pieces = [];
    private readonly List<(ulong Address, Memory<byte> Memory)> _adopted = [];
    private ulong _next = First;
    private ulong _lastAddress;
    private byte[]? _last;
    private int _variables;

    /// <summary>How many pieces are allocated.</summary>
    public int Count => _pieces.Count - _variables;

    public ulong Allocate(long bytes)
    {
        var address = _next;
        _pieces.Add(address, new byte[bytes]);
        _next += ((ulong)bytes + (2 * Alignment) - 1) / Alignment * Alignment;
        return address;
    }

    /// <summary>Allocates a variable of a module, which has values.</summary>
    public ulong AllocateVariable(int align, byte[] bytes)
    {
        Assert.InRange(align, 1, (int)Alignment);
        _variables++;
        var address = Allocate(bytes.Length);
        bytes.CopyTo(At(address, bytes.Length));
        return address;
    }

    /// <summary>Has memory of somebody else be memory of the device.</summary>
    public void Adopt(ulong address, Memory<byte> memory) => _adopted.Add((address, memory));

    public void Free(ulong address)
    {
        if (!_pieces.Remove(address))
        {
            throw new PtxException($"0x{address:x} was not allocated.");
        }

        _last = null;
    }

    /// <summary>Bytes that lie within one piece.</summary>
    public Span<byte> At(ulong address, long bytes)
    {
        foreach (var (start, memory) in _adopted)
        {
            if (address >= start && address - start + (ulong)bytes <= (ulong)memory.Length)
            {
                return memory.Span.Slice((int)(address - start), (int)bytes);
            }
        }

        if (_last is null || address < _lastAddress || address - _lastAddress + (ulong)bytes > (ulong)_last.Length)
        {
            (_lastAddress, _last) = Find(address, bytes);
        }

        return _last.AsSpan((int)(address - _lastAddress), (int)bytes);
    }

    public ulong Load(ulong address, int bytes)
    {
        var span = Aligned(address, bytes);
        return bytes switch
        {
            1 => span[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(span),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(span),
            _ => BinaryPrimitives.ReadUInt64LittleEndian(span),
        };
    }

    public void Store(ulong address, int bytes, ulong value)
    {
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(whole, value);
        whole[..bytes].CopyTo(Aligned(address, bytes));
    }

    private Span<byte> Aligned(ulong address, int bytes)
        => address % (ulong)bytes == 0 ? At(address, bytes) : throw new PtxException($"0x{address:x} is not a multiple of {bytes}.");

    private (ulong, byte[]) Find(ulong address, long bytes)
    {
        var (low, high) = (0, _pieces.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (start, piece) = (_pieces.Keys[middle], _pieces.Values[middle]);
            if (address < start)
            {
                high = middle - 1;
            }
            else if (address - start + (ulong)bytes > (ulong)piece.Length)
            {
                low = middle + 1;
            }
            else
            {
                return (start, piece);
            }
        }

        throw new PtxException($"The {bytes} bytes at 0x{address:x} are in no memory.");
    }
}
