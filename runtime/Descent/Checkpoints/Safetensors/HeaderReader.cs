using System.Buffers.Binary;
using System.Text.Json;

namespace Descent.Checkpoints;

/// <summary>
/// Reads a header that may be damaged or made to harm: nothing in it is believed before it is checked, no more memory is taken than the file is
/// long, and whatever is wrong is an <see cref="InvalidDataException"/> that says what.
/// </summary>
internal static class HeaderReader
{
    /// <summary>A header has tensors in it, and those lists of numbers.</summary>
    private const int Depth = 3;

    /// <summary>The length of the header, of a file whose first bytes are these.</summary>
    /// <param name="prefix">The bytes before the header.</param>
    /// <param name="fileLength">The length of the file; nothing where it is not known.</param>
    public static int LengthOf(ReadOnlySpan<byte> prefix, long? fileLength)
    {
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        return length <= Header.MaximumLength && (fileLength is not { } all || (long)length <= all - Header.LengthBytes)
            ? (int)length
            : throw Damaged(FormattableString.Invariant($"its header would have {length} bytes, and {(length > Header.MaximumLength ? $"at most {Header.MaximumLength} are allowed" : "there are not as many")}"));
    }

    /// <summary>Reads a header.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="fileLength">The length of the file; nothing where it is not known.</param>
    public static Header Read(ReadOnlySpan<byte> json, long? fileLength)
    {
        try
        {
            var header = ReadObject(json);
            return fileLength is { } length && header.FileLength != length
                ? throw Damaged(FormattableString.Invariant($"its tensors end at byte {header.FileLength}, and it has {length}: it is cut off, or something follows"))
                : header;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"The file is no safetensors file, or damaged: its header cannot be read. {exception.Message}", exception);
        }
    }

    private static Header ReadObject(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != '{')
        {
            throw Damaged("its header does not begin with '{'");
        }

        var reader = new Utf8JsonReader(json, new() { MaxDepth = Depth });
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new Dictionary<string, TensorEntry>(StringComparer.Ordinal);
        var hasMetadata = false;
        reader.Read();
        while (Next(ref reader) is { } name)
        {
            if (name == Header.MetadataKey && !hasMetadata)
            {
                ReadMetadata(ref reader, metadata);
                hasMetadata = true;
            }
            else if (name == Header.MetadataKey || !tensors.TryAdd(name, ReadTensor(ref reader, name)))
            {
                throw Damaged($"'{name}' is there twice");
            }
        }

        // What follows must be blank, or the reader throws.
        while (reader.Read())
        {
        }

        return new(metadata, Arrange(tensors.Values), Header.LengthBytes + json.Length);
    }

    /// <summary>The next key of an object, its value being next; nothing at its end.</summary>
    private static string? Next(ref Utf8JsonReader reader)
        => Token(ref reader) == JsonTokenType.EndObject ? null : reader.GetString();

    private static void ReadMetadata(ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(ref reader, JsonTokenType.StartObject, Header.MetadataKey);
        while (Next(ref reader) is { } key)
        {
            Expect(ref reader, JsonTokenType.String, key);
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw Damaged($"'{key}' is there twice");
            }
        }
    }

    private static TensorEntry ReadTensor(ref Utf8JsonReader reader, string name)
    {
        StoredType? type = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (Next(ref reader) is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    Expect(ref reader, JsonTokenType.String, name);
                    var text = reader.GetString()!;
                    _ = StoredType.TryFind(text, out type) ? type : throw Damaged($"tensor '{name}' is of type '{text}', which is not known");
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, name);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, name);
                    break;
                default:
                    throw Damaged($"'{key}' of tensor '{name}' is there twice, or has no meaning");
            }
        }

        return type is not null && shape is not null && offsets is [var begin, var end] && begin <= end
            ? Checked(new(name, type, [.. shape], begin, end))
            : throw Damaged($"tensor '{name}' does not say of which type and shape it is, and where");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string name)
    {
        var numbers = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, name);
        while (Token(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
            {
                throw Damaged($"tensor '{name}' has a dimension or an offset that is no whole number from 0 to 2⁶³ − 1");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    /// <summary>Checks that a tensor has the bytes that its type and shape take.</summary>
    private static TensorEntry Checked(TensorEntry tensor)
    {
        var bits = (UInt128)tensor.Type.Bits;
        foreach (var dimension in tensor.Shape)
        {
            // What no file has stays so, and is no whole number of bytes.
            bits = dimension == 0 ? 0 : UInt128.Min(bits * (ulong)dimension, ((UInt128)1 << 64) + 1);
        }

        return bits == (UInt128)(ulong)tensor.Bytes * 8
            ? tensor
            : throw Damaged(FormattableString.Invariant($"tensor '{tensor.Name}' of type {tensor.Type} and shape {TensorEntry.Text(tensor.Shape)} has {tensor.Bytes} bytes"));
    }

    /// <summary>The tensors in the order in which they lie: one after the other, without gaps or overlaps.</summary>
    private static List<TensorEntry> Arrange(IEnumerable<TensorEntry> tensors)
    {
        List<TensorEntry> arranged = [.. tensors.OrderBy(tensor => tensor.Begin).ThenBy(tensor => tensor.End)];
        var end = 0L;
        foreach (var tensor in arranged)
        {
            if (tensor.Begin != end)
            {
                throw Damaged(FormattableString.Invariant($"tensor '{tensor.Name}' begins at {tensor.Begin}, and those before it end at {end}"));
            }

            end = tensor.End;
        }

        return end <= long.MaxValue - Header.LengthBytes - Header.MaximumLength ? arranged : throw Damaged("its tensors are longer than any file");
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string name)
    {
        if (Token(ref reader) != type)
        {
            throw Damaged($"'{name}' is not what it should be");
        }
    }

    private static JsonTokenType Token(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw Damaged("its header ends too soon");

    private static InvalidDataException Damaged(string why) => new($"The file is no safetensors file, or damaged: {why}.");
}
