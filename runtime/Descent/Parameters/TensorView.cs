using System.Globalization;
using System.Numerics;
using Descent.CompilerServices;

namespace Descent;

/// <summary>
/// Values of a tensor where they lie: weights, gradients, a state or an input. It does not say of which type they are, so that code which
/// looks at one need not know; <see cref="Span{T}"/> is for code that does.
/// </summary>
public abstract class TensorView
{
    /// <summary>How many values a text shows.</summary>
    private const int Shown = 8;

    private protected TensorView(string name) => Name = name;

    /// <summary>What it is, such as <c>Weights</c> or <c>SecondMoment</c>.</summary>
    public string Name { get; }

    /// <summary>The number of values; 0 where nothing is bound.</summary>
    public abstract nint Length { get; }

    /// <summary>The type of the values as they are stored.</summary>
    public abstract Type ElementType { get; }

    /// <summary>How many bytes the values take.</summary>
    public virtual long Bytes => Length * SizeOf(ElementType);

    /// <summary>Whether they lie on a device, where spans do not reach: they are copied.</summary>
    public bool IsOnDevice => Place is not null;

    /// <summary>Whether they may only be read: inputs, and gradients that were bound as <see cref="ReadOnlyMemory{T}"/>.</summary>
    public virtual bool IsReadOnly => false;

    /// <summary>One value, converted; setting rounds to what the values are stored as.</summary>
    /// <param name="index">Which, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    /// <exception cref="InvalidOperationException">It is set, and the values are read-only.</exception>
    public double this[long index]
    {
        get
        {
            Span<double> one = stackalloc double[1];
            Read(Checked(index), one);
            return one[0];
        }

        set
        {
            var place = Checked(index);
            RefuseIfReadOnly();
            Write<double>(place, [value]);
        }
    }

    /// <summary>The values, to read and to write.</summary>
    /// <typeparam name="T">The type that <see cref="ElementType"/> says.</typeparam>
    /// <returns>The values.</returns>
    /// <exception cref="InvalidOperationException">The values are of another type, read-only, or on a device.</exception>
    public Span<T> Span<T>()
        where T : unmanaged
    {
        RefuseIfReadOnly();
        return Values<T>();
    }

    /// <summary>The values, to read.</summary>
    /// <typeparam name="T">The type that <see cref="ElementType"/> says.</typeparam>
    /// <returns>The values.</returns>
    /// <exception cref="InvalidOperationException">The values are of another type, or on a device.</exception>
    public ReadOnlySpan<T> ReadOnlySpan<T>()
        where T : unmanaged => Values<T>();

    /// <summary>Copies the values, whatever their type; a narrower one rounds.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    /// <param name="destination">Where to, at least as long.</param>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo<T>(Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (destination.Length < Length)
        {
            throw new ArgumentException($"{Name} has {Length} values, and there is room for {destination.Length}.", nameof(destination));
        }

        Read(0, destination[..(int)Length]);
    }

    /// <summary>Copies the values into another tensor, whatever the types; a narrower one rounds.</summary>
    /// <param name="destination">The values to set, as many.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="InvalidOperationException">The destination is read-only.</exception>
    public void CopyTo(TensorView destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (ArithmeticType == typeof(float))
        {
            Copy<float>(destination);
        }
        else
        {
            Copy<double>(destination);
        }
    }

    /// <summary>Sets the values, whatever their type; a narrower one rounds.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    /// <param name="source">As many values.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    /// <exception cref="InvalidOperationException">The values are read-only.</exception>
    public void CopyFrom<T>(ReadOnlySpan<T> source)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.Length != Length)
        {
            throw new ArgumentException($"{Name} has {Length} values, and {source.Length} were given.", nameof(source));
        }

        RefuseIfReadOnly();
        Write(0, source);
    }

    /// <summary>A copy of the values, whatever their type; a narrower one rounds.</summary>
    /// <typeparam name="T">A floating-point type.</typeparam>
    /// <returns>The copy.</returns>
    public T[] ToArray<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var copy = new T[Length];
        CopyTo<T>(copy);
        return copy;
    }

    /// <summary>Its name, type, length and first values, as in <c>SecondMoment: float[784] 0.25, 0.125, …</c>.</summary>
    /// <returns>The text, in invariant culture.</returns>
    public override string ToString()
    {
        var values = Enumerable.Range(0, (int)Math.Min(Length, Shown)).Select(index => this[index].ToString("G6", CultureInfo.InvariantCulture));
        return $"{Name}: {NameOf(ElementType)}[{Length}] {string.Join(", ", values)}{(Length > Shown ? ", …" : "")}".TrimEnd();
    }

    /// <summary>Where the values lie.</summary>
    internal abstract MemoryRegion Region { get; }

    /// <summary>Where the values lie if this processor does not reach them.</summary>
    internal virtual DevicePlace? Place => null;

    /// <summary>Some bytes of the values, to read.</summary>
    internal ReadOnlySpan<byte> ReadBytes(long start, int length) => Place is { } place ? place.Plus(start).ReadBytes(length) : Region.Bytes((nuint)start, length);

    /// <summary>Sets some bytes of the values.</summary>
    internal void WriteBytes(long start, ReadOnlySpan<byte> bytes)
    {
        if (Place is { } place)
        {
            place.Device.Write(place.Plus(start).Address, bytes);
        }
        else
        {
            bytes.CopyTo(Region.Bytes((nuint)start, bytes.Length));
        }
    }

    /// <summary>The narrowest type of arithmetic that holds all values: <see cref="float"/>, or <see cref="double"/>.</summary>
    internal virtual Type ArithmeticType => ElementType == typeof(double) ? typeof(double) : typeof(float);

    /// <summary>Reads values from a place on.</summary>
    internal virtual void Read<T>(int start, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Place is not { } place)
        {
            Elements.Read(ElementType, Region, (int)Length, start, values);
        }
        else
        {
            var size = SizeOf(ElementType);
            var bytes = place.Plus((long)start * size).ReadBytes(checked(values.Length * size));
            Elements.Read(ElementType, MemoryRegion.Of<byte>(bytes.AsSpan()), values.Length, 0, values);
        }
    }

    /// <summary>Writes values from a place on, each rounded to what is stored.</summary>
    internal virtual void Write<T>(int start, ReadOnlySpan<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (Place is not { } place)
        {
            Elements.Write(ElementType, Region, (int)Length, start, values);
        }
        else
        {
            var size = SizeOf(ElementType);
            var bytes = new byte[checked(values.Length * size)];
            Elements.Write(ElementType, MemoryRegion.Of<byte>(bytes.AsSpan()), values.Length, 0, values);
            place.Device.Write(place.Plus((long)start * size).Address, bytes);
        }
    }

    /// <summary>A type as C# names it.</summary>
    internal static string NameOf(Type type) => type == typeof(float) ? "float" : type == typeof(double) ? "double" : type.Name;

    /// <summary>How many bytes a value of a type takes.</summary>
    internal static int SizeOf(Type type) => type == typeof(double) ? sizeof(double) : type == typeof(float) ? sizeof(float) : sizeof(ushort);

    private void Copy<T>(TensorView destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementType == typeof(T) && Place is null)
        {
            destination.CopyFrom(ReadOnlySpan<T>());
        }
        else
        {
            destination.CopyFrom<T>(ToArray<T>());
        }
    }

    private void RefuseIfReadOnly()
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException($"{Name} may only be read: ask for its ReadOnlySpan.");
        }
    }

    private Span<T> Values<T>()
        where T : unmanaged => Place is { } place ? throw new InvalidOperationException($"{Name} lies on {place.Device.Name}, where this processor does not reach: CopyTo copies it.")
        : typeof(T) == ElementType ? Region.Values<T>((int)Length)
        : throw new InvalidOperationException($"{Name} is stored as {NameOf(ElementType)}, not as {NameOf(typeof(T))}: CopyTo converts.");

    private int Checked(long index) => index >= 0 && index < Length
        ? (int)index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"{Name} has {Length} values.");
}
