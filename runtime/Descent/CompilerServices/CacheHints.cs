using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Descent.CompilerServices;

/// <summary>
/// Asks the processor for memory before it is read, so that it is in the cache by then. It is a hint: nothing is read or written, and an
/// object that the garbage collector has moved meanwhile is merely not found there. .NET has it on x86 alone; elsewhere nothing is done.
/// </summary>
internal static unsafe class CacheHints
{
    private const nint LineBytes = 64;

    /// <summary>
    /// How far ahead of itself a loop over one long tensor asks for memory: farther than the processor looks by itself, and near enough that a dozen
    /// streams wait in the nearest cache.
    /// </summary>
    public const nint AheadBytes = 2048;

    /// <summary>The same of a loop over one or two streams.</summary>
    public const nint FartherBytes = 4096;

    /// <summary>How much of an object is asked for: all that steps read of parameters and states.</summary>
    private const nint ObjectBytes = 128;

    /// <summary>The method table and the length, which lie before the elements of an array.</summary>
    private static nint HeaderBytes => 2 * sizeof(nint);

    /// <summary>Whether the processor can be asked.</summary>
    public static bool AreSupported => Sse.IsSupported;

    /// <summary>Asks for an object, without a look at it.</summary>
    public static void Object(object instance)
    {
        var address = Unsafe.As<object, nint>(ref instance);
        Lines(address & -LineBytes, address + ObjectBytes);
    }

    /// <summary>Asks for elements of an array; for its header as well if they are the first of a tensor.</summary>
    /// <param name="array">The array.</param>
    /// <param name="offset">Where the tensor begins in the array.</param>
    /// <param name="start">Where in the tensor the elements begin. Those before have been asked for.</param>
    /// <param name="length">How many they are.</param>
    public static void Elements<T>(T[] array, int offset, int start, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var header = Unsafe.As<T[], nint>(ref array);
        var first = header + HeaderBytes + (((nint)offset + start) * sizeof(T));
        var end = first + ((nint)length * sizeof(T));
        if (start == 0)
        {
            Lines(header & -LineBytes, header + HeaderBytes);
            Lines(first & -LineBytes, end);
        }
        else
        {
            Lines((first + LineBytes - 1) & -LineBytes, end);
        }
    }

    /// <summary>Asks for memory that never moves, from the beginning of a cache line on.</summary>
    /// <param name="first">Its first byte.</param>
    /// <param name="bytes">How long it is.</param>
    public static void Range(ref byte first, nint bytes)
    {
        var address = (nint)Unsafe.AsPointer(ref first);
        Lines((address + LineBytes - 1) & -LineBytes, address + bytes);
    }

    /// <summary>Asks for what a loop will read or write a little later than an element. There may be nothing.</summary>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element that is read or written now.</param>
    /// <param name="bytes">How much later.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<T>(ref readonly T source, nuint index, nint bytes = AheadBytes)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0((byte*)Unsafe.AsPointer(in source) + ((nint)index * sizeof(T)) + bytes);
        }
    }

    /// <summary>The same for a loop over memory of a kind, of which near memory is in a cache already.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <typeparam name="TMemory">The kind: a struct, so that the choice is made where the loop is compiled.</typeparam>
    /// <param name="source">The first element of the memory.</param>
    /// <param name="index">The element that is read or written now.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Ahead<T, TMemory>(ref readonly T source, nuint index)
        where T : unmanaged
        where TMemory : struct
    {
        if (typeof(TMemory) != typeof(NearMemory))
        {
            Ahead(in source, index, typeof(TMemory) == typeof(FartherMemory) ? FartherBytes : AheadBytes);
        }
    }

    /// <summary>Asks for the lines that begin in a range.</summary>
    private static void Lines(nint first, nint end)
    {
        if (Sse.IsSupported)
        {
            for (; first < end; first += LineBytes)
            {
                Sse.Prefetch0((void*)first);
            }
        }
    }
}
