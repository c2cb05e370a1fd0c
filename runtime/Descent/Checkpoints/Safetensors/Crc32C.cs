using System.Numerics;
using System.Runtime.InteropServices;

namespace Descent.Checkpoints;

/// <summary>
/// The checksum of a tensor: CRC-32C (Castagnoli), eight hexadecimal digits. The processor has an instruction for it whose result comes three
/// cycles late, so that three blocks are summed side by side and joined: what follows a block multiplies its remainder by x to the power of its
/// bits, a linear map that is looked up byte by byte.
/// </summary>
internal struct Crc32C
{
    /// <summary>How many digits it has as text.</summary>
    public const int TextLength = 8;

    private const int Block = 4096;

    private static readonly uint[] s_shift = ShiftOfBlock();

    private uint _remainder;

    /// <summary>Adds bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = ~_remainder;
        while (bytes.Length >= 3 * Block)
        {
            var (first, second, third) = (crc, 0U, 0U);
            var a = MemoryMarshal.Cast<byte, ulong>(bytes[..Block]);
            var b = MemoryMarshal.Cast<byte, ulong>(bytes[Block..(2 * Block)]);
            var c = MemoryMarshal.Cast<byte, ulong>(bytes[(2 * Block)..(3 * Block)]);
            for (var i = 0; i < a.Length; i++)
            {
                first = BitOperations.Crc32C(first, a[i]);
                second = BitOperations.Crc32C(second, b[i]);
                third = BitOperations.Crc32C(third, c[i]);
            }

            crc = Shift(Shift(first) ^ second) ^ third;
            bytes = bytes[(3 * Block)..];
        }

        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var one in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        _remainder = ~crc;
    }

    /// <summary>The checksum as text.</summary>
    public override readonly string ToString() => _remainder.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);

    private static uint Shift(uint crc)
        => s_shift[(byte)crc] ^ s_shift[256 + (byte)(crc >> 8)] ^ s_shift[512 + (byte)(crc >> 16)] ^ s_shift[768 + (crc >> 24)];

    /// <summary>What a block of zeros makes of each byte of a remainder.</summary>
    private static uint[] ShiftOfBlock()
    {
        var shift = new uint[4 * 256];
        for (var bit = 0; bit < 32; bit++)
        {
            var crc = 1U << bit;
            for (var i = 0; i < Block / sizeof(ulong); i++)
            {
                crc = BitOperations.Crc32C(crc, 0UL);
            }

            // Every byte is a sum of its bits, and so is what becomes of it.
            var table = shift.AsSpan(bit / 8 * 256, 256);
            for (var value = 0; value < 256; value++)
            {
                if ((value & (1 << (bit % 8))) != 0)
                {
                    table[value] ^= crc;
                }
            }
        }

        return shift;
    }
}
