using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Descent.Checkpoints;

/// <summary>
/// Writes a header: the text first, then the tensors as they lie. It is padded with blanks so that the tensors begin at a multiple of eight bytes.
/// </summary>
internal static class HeaderWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The bytes of a header, those before it included that say how long it is.</summary>
    /// <param name="metadata">The text, in the order of writing.</param>
    /// <param name="tensors">The tensors.</param>
    /// <exception cref="InvalidOperationException">The header would be longer than readers of the format take.</exception>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<StoredTensor> tensors)
    {
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write(new byte[Header.LengthBytes]);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            writer.WriteStartObject(Header.MetadataKey);
            foreach (var (key, value) in metadata)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            var end = 0L;
            foreach (var tensor in tensors)
            {
                writer.WriteStartObject(tensor.Name);
                writer.WriteString("dtype", tensor.Type.Name);
                WriteNumbers(writer, "shape", tensor.Shape);
                WriteNumbers(writer, "data_offsets", [end, end += tensor.Bytes]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        while (buffer.WrittenCount % Header.LengthBytes != 0)
        {
            buffer.Write(" "u8);
        }

        var bytes = buffer.WrittenSpan.ToArray();
        var length = bytes.Length - Header.LengthBytes;
        if (length > Header.MaximumLength)
        {
            throw new InvalidOperationException($"The header would have {length} bytes, and the format allows {Header.MaximumLength}: there are too many parameters, or their names are too long.");
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        return bytes;
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
