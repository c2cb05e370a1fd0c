using System.Globalization;
using System.Text;

namespace Descent.Cuda.Kernels;

/// <summary>
/// Makes a module of the text that a rule was compiled to: <c>.T</c> becomes the type of the weights, <c>.B</c> its bits, <c>WIDTH</c> its bytes, and a number in <c>double</c>
/// is rounded once. Comments and names are left alone.
/// </summary>
internal static class PtxText
{
    /// <summary>What a module begins with: the oldest machine whose instructions are used, so that every later one compiles it.</summary>
    public const string Head = ".version 7.0\n.target sm_70\n.address_size 64\n\n";

    private const string Width = "WIDTH";
    private const int DigitsOfNumber = 16;

    /// <summary>The module for weights of a type.</summary>
    public static string Of(ReadOnlySpan<byte> text, bool ofDoubles) => Of(Encoding.ASCII.GetString(text), ofDoubles);

    /// <inheritdoc cref="Of(ReadOnlySpan{byte}, bool)"/>
    public static string Of(string text, bool ofDoubles)
    {
        var module = new StringBuilder(Head, text.Length + Head.Length);
        var (bits, width) = ofDoubles ? ("64", 8) : ("32", 4);
        for (var index = 0; index < text.Length;)
        {
            var isInName = index > 0 && IsOfName(text[index - 1]);
            if (text.AsSpan(index).StartsWith("//"))
            {
                var end = text.IndexOf('\n', index) is var line && line < 0 ? text.Length : line;
                module.Append(text, index, end - index);
                index = end;
            }
            else if (text[index] == '.' && index + 1 < text.Length && text[index + 1] is 'T' or 'B' && !IsOfName(At(index + 2)))
            {
                module.Append(text[index + 1] == 'T' ? ".f" : ".b").Append(bits);
                index += 2;
            }
            else if (!isInName && text.AsSpan(index).StartsWith(Width) && !IsOfName(At(index + Width.Length)))
            {
                AppendProduct(module, width);
                index += Width.Length;
            }
            else if (!isInName && !ofDoubles && text.AsSpan(index).StartsWith("0d"))
            {
                var number = BitConverter.UInt64BitsToDouble(ulong.Parse(text.AsSpan(index + 2, DigitsOfNumber), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                module.Append(CultureInfo.InvariantCulture, $"0f{BitConverter.SingleToUInt32Bits((float)number):X8}");
                index += 2 + DigitsOfNumber;
            }
            else
            {
                module.Append(text[index++]);
            }
        }

        // A number in double is widened by nothing.
        return module.Replace("cvt.f64.f64 ", "mov.f64 ").ToString();

        char At(int index) => index < text.Length ? text[index] : ' ';
    }

    /// <summary>Appends a width, or in place of a number and a star their product.</summary>
    private static void AppendProduct(StringBuilder module, int width)
    {
        if (module[^1] != '*')
        {
            module.Append(width);
            return;
        }

        var first = module.Length - 1;
        while (first > 0 && char.IsAsciiDigit(module[first - 1]))
        {
            first--;
        }

        var factor = int.Parse(module.ToString(first, module.Length - 1 - first), CultureInfo.InvariantCulture);
        module.Length = first;
        module.Append(factor * width);
    }

    private static bool IsOfName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$' or '%';
}
