using System.Runtime.InteropServices;

namespace Descent.Engine;

/// <summary>
/// What loops of a step on a device take from the device itself: whether the step is left out, as 32 bits; behind 8 bytes two factors of all gradients in <see cref="float"/>, behind 16 two in
/// <see cref="double"/>. So a loop finds those of its arithmetic at the second and third place of numbers of that type.
/// </summary>
internal static class DeviceConditions
{
    /// <summary>How many bytes they have.</summary>
    public const int Bytes = 32;

    private static readonly ulong[] s_none =
        [0, BitConverter.SingleToUInt32Bits(1) * 0x1_0000_0001UL, BitConverter.DoubleToUInt64Bits(1), BitConverter.DoubleToUInt64Bits(1)];

    /// <summary>Those of a step that is not left out, and whose gradients are as they are.</summary>
    public static ReadOnlySpan<byte> None => MemoryMarshal.AsBytes(s_none.AsSpan());
}
