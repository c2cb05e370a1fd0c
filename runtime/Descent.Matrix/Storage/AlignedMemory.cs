using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Matrices;

/// <summary>Memory that starts on a cache line, stays where it is, and grows to the most that was asked for.</summary>
internal sealed class AlignedMemory
{
    private CacheLine[] _lines = [];

    /// <summary>Room for so many values, with whatever they were.</summary>
    public unsafe T* Room<T>(long count)
        where T : unmanaged
    {
        var lines = ((count * sizeof(T)) + CacheLine.Size - 1) / CacheLine.Size;
        if (_lines.Length < lines + 1)
        {
            _lines = GC.AllocateUninitializedArray<CacheLine>(checked((int)(lines + 1)), pinned: true);
            LargePages.Ask(_lines);
        }

        var first = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_lines));
        return (T*)((first + CacheLine.Size - 1) & -CacheLine.Size);
    }
}
