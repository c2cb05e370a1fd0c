using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.Engine;

/// <summary>
/// Asks the processor for memory before it is read, so that it is in the cache by then. A hint to the processor: nothing is read or written, and an
/// object that the garbage collector moves meanwhile is merely not there. .NET has such a hint on x86 alone; elsewhere nothing is done.
/// </summary>
internal static unsafe class CacheHints
{
    private const nint LineBytes = 64;

    /// <summary>The method table and the length, which lie before the elements of an array.</summary>
    private static readonly nint s_headerBytes = 2 * sizeof(nint);

    /// <summary>How much of an object is asked for: all that steps read of parameters and states.</summary>
    private const nint ObjectBytes = 128;

    /// <summary>Whether the processor can be asked.</summary>
    public static bool AreSupported => Sse.IsSupported;

    /// <summary>Asks for an object, without a look at it.</summary>
    public static void Object(object instance) => Bytes(Unsafe.As<object, nint>(ref instance), ObjectBytes);

    /// <summary>Asks for elements of an array, and for its header with the first ones.</summary>
    public static void Elements<T>(T[] array, int start, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        => Bytes(Unsafe.As<T[], nint>(ref array) + ((nint)start * sizeof(T)), ((nint)length * sizeof(T)) + s_headerBytes);

    private static void Bytes(nint address, nint count)
    {
        if (Sse.IsSupported)
        {
            for (var line = address & -LineBytes; line < address + count; line += LineBytes)
            {
                Sse.Prefetch0((void*)line);
            }
        }
    }
}
