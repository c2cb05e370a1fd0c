using System.Buffers.Binary;
using System.Text;

namespace Descent.Checkpoints.Tests;

/// <summary>The format safetensors, as its page states it, and headers that were made to harm.</summary>
public sealed class HeaderTests
{
    private const string A = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

    /// <summary>What the page of the format allows.</summary>
    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{" + A + "}", 8)]
    [InlineData("{" + A + "}       ", 8)]
    [InlineData("{\"__metadata__\":{\"format\":\"pt\"}," + A + "}", 8)]
    [InlineData("{\"b\":{\"shape\":[],\"data_offsets\":[8,16],\"dtype\":\"F64\"}," + A + "}", 16)]
    [InlineData("{\"none\":{\"dtype\":\"I64\",\"shape\":[0,9223372036854775807,9223372036854775807,5],\"data_offsets\":[8,8]}," + A + "}", 8)]
    [InlineData("{\"\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[0,4]}}", 4)]
    [InlineData("{\"half\":{\"dtype\":\"F4\",\"shape\":[2,3],\"data_offsets\":[0,3]}}", 3)]
    public void Allowed(string header, int bytes)
    {
        using var stream = new MemoryStream(File(header, bytes));
        using var reader = CheckpointReader.Open(stream);
        Assert.Equal(bytes, reader.Header.Tensors.Sum(tensor => tensor.Bytes));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" {}", 0)]
    [InlineData("[]", 0)]
    [InlineData("{}{}", 0)]
    [InlineData("{\"a\":1}", 0)]
    [InlineData("{" + A + "," + A + "}", 8)]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12)]
    [InlineData("{" + A + ",\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[12,16]}}", 16)]
    [InlineData("{" + A + "}", 9)]
    [InlineData("{" + A + "}", 7)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,16]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[9223372036854775807],\"data_offsets\":[0,9223372036854775807]}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}", 2)]
    [InlineData("{\"__metadata__\":{\"a\":1}}", 0)]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0)]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", 0)]
    [InlineData("{\"__metadata__\":{\"a\":\"\\ud800\"}}", 0)]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[[2]],\"data_offsets\":[0,8]}}", 8)]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{}}}}}", 0)]
    [InlineData("{\"a\"", 0)]
    public void Refused(string header, int bytes) => Refuse(File(header, bytes));

    [Fact]
    public void DeepJson_IsRefused() => Refuse(File("{\"a\":" + new string('[', 1_000_000), 0));

    [Fact]
    public void BytesThatAreNoText_AreRefused()
    {
        var file = File("{\"__metadata__\":{\"a\":\"??\"}}", 0);
        file[Array.IndexOf(file, (byte)'?')] = 0xC0;
        Refuse(file);
    }

    /// <summary>Lengths that nobody has memory for: refused before any is taken.</summary>
    [Theory]
    [InlineData(ulong.MaxValue), InlineData(1UL << 63), InlineData(100_000_001UL), InlineData(99_999_999UL), InlineData(3UL)]
    public void LengthOfTheHeader(ulong length)
    {
        var file = File("{}", 0);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refuse(file);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    /// <summary>A stream of unknown length gets no more memory than it has bytes, but for the header that it says it has.</summary>
    [Fact]
    public void StreamThatOnlyGoesOn_IsRefusedToo()
    {
        foreach (var file in new[] { File("{" + A + "}", 9), File("{" + A + "}", 7), File("{" + A, 0), new byte[5] })
        {
            Assert.Throws<InvalidDataException>(() => CheckpointReader.Open(new OneWayStream(new MemoryStream(file))).Dispose());
        }
    }

    /// <summary>CRC-32C of "123456789" is E3069283, whatever way the bytes come in; three blocks at a time give what one byte at a time does.</summary>
    [Fact]
    public void Checksum_IsCastagnolis()
    {
        var sum = new Crc32C();
        sum.Add("1234"u8);
        sum.Add("56789"u8);
        Assert.Equal("e3069283", sum.ToString());

        var bytes = new byte[100_003];
        new Random(1).NextBytes(bytes);
        uint slow = uint.MaxValue;
        foreach (var one in bytes)
        {
            slow ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                slow = (slow >> 1) ^ ((slow & 1) * 0x82F63B78);
            }
        }

        var quick = new Crc32C();
        quick.Add(bytes.AsSpan(0, 20_001));
        quick.Add(bytes.AsSpan(20_001));
        Assert.Equal((~slow).ToString("x8", System.Globalization.CultureInfo.InvariantCulture), quick.ToString());
    }

    /// <summary>A file, byte by byte as the page of the format has it.</summary>
    [Fact]
    public void File_IsWrittenAsThePageStates()
    {
        using var optimizer = new HeavyBallMomentum { LearningRate = 0.5 };
        optimizer.Add("w", new float[] { 1, -2 }, [1, 1]);
        optimizer.Step();
        using var stream = new MemoryStream();
        optimizer.Save(stream);
        var file = stream.ToArray();

        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Assert.Equal(0, length % 8);
        Assert.Equal((byte)'{', file[8]);
        using var json = System.Text.Json.JsonDocument.Parse(file.AsMemory(8, length));
        Assert.Equal(["__metadata__", "w", "w/Velocity"], json.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.All(json.RootElement.GetProperty("__metadata__").EnumerateObject(), property => Assert.Equal(System.Text.Json.JsonValueKind.String, property.Value.ValueKind));
        var velocity = json.RootElement.GetProperty("w/Velocity");
        Assert.Equal(("F32", "[2]", "[8,16]"), (velocity.GetProperty("dtype").GetString(), velocity.GetProperty("shape").GetRawText(), velocity.GetProperty("data_offsets").GetRawText()));
        Assert.Equal(8 + length + 16, file.Length);
        Assert.Equal([0.5f, -2.5f, 1, 1], System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.AsSpan(8 + length)).ToArray());
    }

    internal static byte[] File(string header, int bytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + bytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        return file;
    }

    private static void Refuse(byte[] file)
    {
        using var stream = new MemoryStream(file);
        Assert.Throws<InvalidDataException>(() => CheckpointReader.Open(stream).Dispose());
    }
}
