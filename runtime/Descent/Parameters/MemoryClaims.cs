using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// Whose weights lie where, so that memory which overlaps them is found in the logarithm of their number. Arrays are known by themselves,
/// since the garbage collector moves them; other memory is known by its address, and looked at anew after a collection. Memory that is an
/// array to one parameter and not to another is left to <see cref="Engine.OverlapCheck"/>.
/// </summary>
internal sealed class MemoryClaims
{
    private readonly Dictionary<Array, int> _arrays = [];
    private readonly SortedSet<Claim> _inArrays = [];
    private readonly SortedSet<Claim> _elsewhere = [];
    private readonly List<Parameter> _foreign = [];
    private int _collections;

    /// <summary>A parameter whose weights overlap some memory; <see langword="null"/> if there is none.</summary>
    public Parameter? OwnerOf<T>(ReadOnlyMemory<T> memory)
        where T : unmanaged
    {
        if (memory.IsEmpty)
        {
            return null;
        }

        if (MemoryMarshal.TryGetArray(memory, out var segment))
        {
            return _arrays.TryGetValue(segment.Array!, out var array) && _inArrays.TryGetValue(InArray(array, segment, null), out var claim) ? claim.Owner : null;
        }

        LookAnew();
        var region = MemoryRegion.Of(memory);
        return _elsewhere.TryGetValue(AtAddress(region, null), out var found) && found.Owner!.Memory.WeightRegion.Overlaps(region) ? found.Owner : null;
    }

    /// <summary>Takes in the weights of one more parameter, which overlap no others.</summary>
    public void Add<T>(Parameter owner, ReadOnlyMemory<T> weights)
        where T : unmanaged
    {
        if (weights.IsEmpty)
        {
            return;
        }

        if (MemoryMarshal.TryGetArray(weights, out var segment))
        {
            if (!_arrays.TryGetValue(segment.Array!, out var array))
            {
                array = _arrays.Count;
                _arrays.Add(segment.Array!, array);
            }

            _inArrays.Add(InArray(array, segment, owner));
        }
        else
        {
            _foreign.Add(owner);
            _elsewhere.Add(AtAddress(owner.Memory.WeightRegion, owner));
        }
    }

    public void Clear()
    {
        _arrays.Clear();
        _inArrays.Clear();
        _elsewhere.Clear();
        _foreign.Clear();
    }

    private void LookAnew()
    {
        var collections = GC.CollectionCount(0);
        if (collections != _collections)
        {
            _collections = collections;
            _elsewhere.Clear();
            foreach (var owner in _foreign)
            {
                _elsewhere.Add(AtAddress(owner.Memory.WeightRegion, owner));
            }
        }
    }

    private static Claim InArray<T>(int array, ArraySegment<T> segment, Parameter? owner)
        where T : unmanaged
    {
        long size = Unsafe.SizeOf<T>();
        return new(array, segment.Offset * size, (segment.Offset + (long)segment.Count) * size, owner);
    }

    private static Claim AtAddress(MemoryRegion region, Parameter? owner)
    {
        var (start, end) = region.Address;
        return new(0, start, end, owner);
    }

    /// <summary>A range of bytes. Of those in a set none overlap, so that a range which is neither before nor after one overlaps it.</summary>
    private readonly record struct Claim(int Array, long Start, long End, Parameter? Owner) : IComparable<Claim>
    {
        public int CompareTo(Claim other)
            => Array != other.Array ? Array.CompareTo(other.Array)
            : End <= other.Start ? -1
            : other.End <= Start ? 1
            : 0;
    }
}
