using System.Buffers.Binary;
using System.Xml.Linq;
using Digits.Model;

namespace Lectures.Drawing;

/// <summary>The weights from an image to the units of a layer as images: a unit is a picture of what it looks for.</summary>
internal static class WeightImages
{
    private const int Side = 28, Gap = 2, HeaderLength = 54, PaletteLength = 4 * 256;
    private const byte Middle = 128;

    /// <summary>Draws the weights of the first units, in grey: none is middle grey, the largest of a unit black or white.</summary>
    /// <param name="weights">The weights of a pixel to all units a row.</param>
    /// <param name="units">How many units to draw.</param>
    /// <param name="columns">How many beside each other.</param>
    /// <param name="description">What the picture shows, for those who do not see it.</param>
    public static XElement Draw(Matrix weights, int units, int columns, string description)
    {
        var (width, height) = (Extent(columns), Extent((units + columns - 1) / columns));
        var pixels = new byte[width * height];
        Array.Fill(pixels, Middle);
        for (var unit = 0; unit < units; unit++)
        {
            var largest = Enumerable.Range(0, weights.Rows).Max(pixel => Math.Abs(weights.Row(pixel)[unit]));
            for (var pixel = 0; pixel < weights.Rows; pixel++)
            {
                var (x, y) = ((unit % columns * (Side + Gap)) + (pixel % Side), (unit / columns * (Side + Gap)) + (pixel / Side));
                pixels[(y * width) + x] = (byte)(Middle + (127 * weights.Row(pixel)[unit] / Math.Max(largest, float.Epsilon)));
            }
        }

        return new(
            "img",
            new XAttribute("alt", description),
            new XAttribute("width", width),
            new XAttribute("height", height),
            new XAttribute("src", $"data:image/bmp;base64,{Convert.ToBase64String(Bitmap(pixels, width, height))}"));
    }

    private static int Extent(int tiles) => (tiles * (Side + Gap)) - Gap;

    /// <summary>A Windows bitmap of 256 greys: two headers, a palette, and rows from bottom to top, each a multiple of four bytes long.</summary>
    private static byte[] Bitmap(byte[] pixels, int width, int height)
    {
        var stride = (width + 3) / 4 * 4;
        var file = new byte[HeaderLength + PaletteLength + (stride * height)];
        void Write(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
        "BM"u8.CopyTo(file);
        Write(2, file.Length);
        Write(10, HeaderLength + PaletteLength);
        Write(14, 40);
        Write(18, width);
        Write(22, height);
        Write(26, 1 | (8 << 16));
        for (var grey = 0; grey < 256; grey++)
        {
            Write(HeaderLength + (4 * grey), grey * 0x010101);
        }

        for (var row = 0; row < height; row++)
        {
            pixels.AsSpan(row * width, width).CopyTo(file.AsSpan(HeaderLength + PaletteLength + ((height - 1 - row) * stride)));
        }

        return file;
    }
}
