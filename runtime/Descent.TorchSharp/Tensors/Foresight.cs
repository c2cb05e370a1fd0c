using System.Runtime.Intrinsics.X86;

namespace Descent.Torch.Tensors;

/// <summary>
/// Asks the processor ahead of time for the objects of libtorch that a step will look at: between two steps the values of many tensors have displaced them from its
/// caches. What is asked for are the places where they lay at the last step; nothing depends on whether they still do.
/// </summary>
internal sealed unsafe class Foresight
{
    /// <summary>How many tensors ahead: the time of reaching so many is that of reaching far memory, and what is asked for still fits the nearest cache.</summary>
    private const int Ahead = 6;

    /// <summary>How many bytes of an object a step looks at.</summary>
    private const int Extent = 192;

    private const int LineLength = 64;

    private nint[] _places = [];

    /// <summary>Asks for the objects of a tensor that comes later.</summary>
    /// <param name="index">The number of the tensor that is reached now.</param>
    public void Ask(int index)
    {
        var place = 2 * (index + Ahead);
        if (Sse.IsSupported && place < _places.Length)
        {
            Ask(_places[place]);
            Ask(_places[place + 1]);
        }
    }

    /// <summary>Makes room for so many tensors.</summary>
    public void Expect(int tensors)
    {
        if (_places.Length != 2 * tensors)
        {
            _places = new nint[2 * tensors];
        }
    }

    /// <summary>Notes where the objects of a tensor lie, once it is acquired.</summary>
    public void Note(int index, Slot slot) => (_places[2 * index], _places[(2 * index) + 1]) = slot.Objects;

    private static void Ask(nint place)
    {
        for (var distance = 0; distance < Extent; distance += LineLength)
        {
            Sse.Prefetch0((void*)(place + distance));
        }
    }
}
