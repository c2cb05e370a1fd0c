using System.Runtime.InteropServices;
using Descent.CompilerServices;

namespace Descent.Checkpoints;

/// <summary>States of 8 bits in a file for another storage in memory, and back: two tensors and a text on one side, one tensor on the other.</summary>
internal static class BlockConversion
{
    /// <summary>What the tensor of the scales is named after that of the codes.</summary>
    public const string Scales = ".scales";

    /// <summary>What the text that says where blocks begin, and whether codes have signs, is named after the codes.</summary>
    public const string Blocks = ":blocks";

    /// <summary>How the codes of a tensor in a file lie; nothing if it has none.</summary>
    public static StoredLayout? LayoutOf(TensorEntry entry, IReadOnlyDictionary<string, string> metadata)
        => entry.Type == StoredType.U8 && metadata.TryGetValue(entry.Name + Blocks, out var text) ? StoredLayout.Parse(text) : null;

    /// <summary>The values of codes and scales in a file, of which all has been checked.</summary>
    public static float[] Decode(ICheckpointSource source, TensorEntry codes, TensorEntry scales, StoredLayout layout)
    {
        var length = checked((int)codes.Bytes);
        var memory = new byte[layout.CountBytes(length)];
        source.ForEachPiece(codes, 0, codes.Bytes, (start, bytes) => bytes.CopyTo(memory.AsSpan((int)start)));
        source.ForEachPiece(scales, 0, scales.Bytes, (start, bytes) => bytes.CopyTo(memory.AsSpan((int)(StoredLayout.ScalesAt(length) + start))));
        var values = new float[length];
        layout.Decode(ref MemoryMarshal.GetArrayDataReference(memory), length, 0, values.AsSpan());
        return values;
    }

    /// <summary>The values of a tensor of numbers in a file, as codes are made of.</summary>
    public static float[] Read(ICheckpointSource source, TensorEntry entry)
    {
        var values = new float[checked((int)(entry.Bytes * 8 / entry.Type.Bits))];
        source.ForEachPiece(entry, 0, entry.Bytes, (start, bytes) =>
        {
            var piece = values.AsSpan((int)(start * 8 / entry.Type.Bits), bytes.Length * 8 / entry.Type.Bits);
            TensorConversion.Convert(bytes, entry.Type, piece);
        });
        return values;
    }
}
