using System.Runtime.CompilerServices;

namespace Descent.CompilerServices;

/// <summary>64 bytes of memory: what a processor moves at once, and a whole number of vectors of every width.</summary>
[InlineArray(Size)]
internal struct CacheLine
{
    /// <summary>The number of its bytes.</summary>
    public const int Size = 64;

    private byte _first;
}
