using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Checkpoints;

/// <summary>
/// A tensor that goes into a checkpoint, and how its bytes are reached: all that saving and loading know of how it is stored. A storage of
/// another type is another class.
/// </summary>
/// <param name="name">Its name in the file.</param>
/// <param name="type">How its values are stored.</param>
/// <param name="shape">Its dimensions; none for a single number.</param>
internal abstract class StoredTensor(string name, StoredType type, long[] shape)
{
    /// <summary>How many bytes are taken at a time.</summary>
    public const int Piece = 1 << 20;

    public string Name => name;

    public StoredType Type => type;

    public long[] Shape => shape;

    /// <summary>The names that it had in earlier versions of its rule.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Whether it came after a file with this text was saved, and so stays as it is.</summary>
    public Func<IReadOnlyDictionary<string, string>, bool>? IsNew { get; init; }

    /// <summary>Whether these are weights, which a file may be without.</summary>
    public bool IsWeights { get; init; }

    /// <summary>How many bytes it has.</summary>
    public long Bytes { get; } = shape.Aggregate(1L, (product, dimension) => product * dimension) * type.Bits / 8;

    /// <summary>Which of its bytes are taken when it is loaded.</summary>
    public virtual (long Begin, long End) Wanted => (0, Bytes);

    /// <summary>Some of its bytes, to read: at most <see cref="Piece"/>.</summary>
    public abstract ReadOnlySpan<byte> Read(long start, int length);

    /// <summary>Sets some of its bytes.</summary>
    public abstract void Write(long start, ReadOnlySpan<byte> bytes);
}

/// <summary>Values where they lie: weights, and states with a value for each weight, row or column.</summary>
internal class ViewTensor(string name, TensorView view, long[] shape) : StoredTensor(name, StoredType.Of(view.ElementType), shape)
{
    public override ReadOnlySpan<byte> Read(long start, int length) => view.ReadBytes(start, length);

    public override void Write(long start, ReadOnlySpan<byte> bytes) => view.WriteBytes(start, bytes);

    /// <summary>How many values there are.</summary>
    public int Length => (int)view.Length;

    /// <summary>Sets all values, each rounded once.</summary>
    public void WriteValues(ReadOnlySpan<float> values) => view.Write(0, values);
}

/// <summary>The codes of a state of 8 bits. Their scales are the <see cref="ScalesTensor"/> beside it.</summary>
internal sealed class CodesTensor(string name, StateView view, long[] shape) : ViewTensor(name, view, shape)
{
    public StoredLayout Layout { get; } = view.Layout!;
}

/// <summary>What the codes of a state of 8 bits stand for, to read.</summary>
internal sealed class DecodedTensor(string name, StateView view, long[] shape) : StoredTensor(name, StoredType.Of(typeof(float)), shape)
{
    public override ReadOnlySpan<byte> Read(long start, int length)
    {
        var values = new float[length / sizeof(float)];
        view.Read((int)(start / sizeof(float)), values.AsSpan());
        return MemoryMarshal.AsBytes(values.AsSpan());
    }

    public override void Write(long start, ReadOnlySpan<byte> bytes) => throw new NotSupportedException("Codes are made of whole blocks.");
}

/// <summary>The scales of the blocks of a state of 8 bits, in the order of the blocks.</summary>
internal sealed class ScalesTensor(CodesTensor codes, StateView view)
    : StoredTensor(codes.Name + BlockConversion.Scales, StoredType.F32, [codes.Layout.CountBlocks((int)view.Length)])
{
    private readonly long _first = StoredLayout.ScalesAt((int)view.Length);

    public CodesTensor Codes => codes;

    public override ReadOnlySpan<byte> Read(long start, int length) => view.ReadBytes(_first + start, length);

    public override void Write(long start, ReadOnlySpan<byte> bytes) => view.WriteBytes(_first + start, bytes);
}

/// <summary>A state of which the tensor or the optimizer has one value.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="get">Reads it.</param>
/// <param name="set">Sets it.</param>
/// <param name="follows">Whether no step has set it so far, once all but the tensors is loaded.</param>
internal sealed class SingleTensor(string name, Func<double> get, Action<double> set, Func<bool>? follows = null) : StoredTensor(name, StoredType.F64, [])
{
    public override ReadOnlySpan<byte> Read(long start, int length) => BitConverter.GetBytes(get()).AsSpan((int)start, length);

    public override void Write(long start, ReadOnlySpan<byte> bytes)
    {
        var value = BitConverter.ToDouble(bytes);

        // One that follows a hyperparameter until a step sets it goes on following it.
        if (follows?.Invoke() != true || BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(get()))
        {
            set(value);
        }
    }
}

/// <summary>Values in somebody's memory.</summary>
internal sealed class MemoryTensor<T>(string name, Memory<T> values, long[] shape) : StoredTensor(name, StoredType.Of(typeof(T)), shape)
    where T : unmanaged
{
    public override ReadOnlySpan<byte> Read(long start, int length) => Part(start, length);

    public override void Write(long start, ReadOnlySpan<byte> bytes) => bytes.CopyTo(Part(start, bytes.Length));

    private unsafe Span<byte> Part(long start, int length)
        => MemoryMarshal.AsBytes(values.Span.Slice((int)(start / sizeof(T)), length / sizeof(T)));
}
