using System.IO.Compression;

namespace Descent.Training.Tests.Scaling;

/// <summary>The 5,000 digits of this repository: 784 pixels from 0 to 1 each, and what they show.</summary>
internal static class SmallDigits
{
    public static (float[] Images, byte[] Labels) Read()
    {
        var images = Unpack("train-images-idx3-ubyte.gz")[16..];
        return ([.. images.Select(pixel => pixel / 255f)], Unpack("train-labels-idx1-ubyte.gz")[8..]);

        static byte[] Unpack(string name)
        {
            using var file = new GZipStream(File.OpenRead(Path.Combine(Repository.Root, "samples", "Digits", "data", name)), CompressionMode.Decompress);
            using var memory = new MemoryStream();
            file.CopyTo(memory);
            return memory.ToArray();
        }
    }
}
