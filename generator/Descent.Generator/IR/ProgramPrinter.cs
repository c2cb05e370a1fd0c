using System.Globalization;
using System.Text;
using Descent.Generator.Infrastructure;

namespace Descent.Generator.IR;

/// <summary>
/// The text form of a program, one instruction a line: <c>%3:mHat = div.f64 %1, %2 @7</c>, where <c>mHat</c> is the author's name and
/// <c>7</c> the site. <see cref="ProgramParser"/> reads it back to an equal program.
/// </summary>
internal static class ProgramPrinter
{
    public static string Print(Program program)
    {
        var text = new StringBuilder();
        var indent = 0;
        for (var value = 0; value < program.Count; value++)
        {
            var instruction = program[value];
            if (instruction.Opcode is Opcode.Else or Opcode.End)
            {
                indent--;
            }

            text.Append(' ', 2 * System.Math.Max(0, indent));
            AppendLine(text, value, instruction);
            if (instruction.Opcode is Opcode.If or Opcode.Else or Opcode.Loop)
            {
                indent++;
            }
        }

        return text.ToString();
    }

    public static string TypeName(ScalarType type) => type switch
    {
        ScalarType.Double => "f64",
        ScalarType.Integer => "i32",
        ScalarType.Boolean => "bool",
        _ => "",
    };

    private static void AppendLine(StringBuilder text, int value, Instruction instruction)
    {
        if (instruction.Type != ScalarType.None || instruction.Opcode == Opcode.Call)
        {
            text.Append('%').Append(value.ToString(CultureInfo.InvariantCulture));
            if (instruction.Hint is { } hint)
            {
                text.Append(':').Append(hint);
            }

            text.Append(" = ");
        }

        text.Append(instruction.Operation.Name);
        if (instruction.Type != ScalarType.None)
        {
            text.Append('.').Append(TypeName(instruction.Type));
        }

        if (instruction.Opcode == Opcode.Constant)
        {
            text.Append(' ').Append(ConstantText(instruction));
        }
        else if (instruction.Payload is { Number: not 0 and var number })
        {
            text.Append(" #").Append(number.ToString(CultureInfo.InvariantCulture));
        }

        if (instruction.Payload?.Word is { } word)
        {
            text.Append(' ').Append(Quote(word));
        }

        for (var index = 0; index < instruction.Operands.Count; index++)
        {
            text.Append(index == 0 ? " %" : ", %").Append(instruction.Operands[index].ToString(CultureInfo.InvariantCulture));
        }

        if (instruction.Site >= 0)
        {
            text.Append(" @").Append(instruction.Site.ToString(CultureInfo.InvariantCulture));
        }

        text.Append('\n');
    }

    private static string ConstantText(Instruction instruction) => instruction.Type switch
    {
        ScalarType.Double => Numbers.RoundTrip(instruction.DoubleValue),
        ScalarType.Boolean => instruction.Bits != 0 ? "true" : "false",
        _ => instruction.Bits.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Words are C# names or signatures: those with spaces or commas stand in quotation marks.</summary>
    private static string Quote(string word) => word.IndexOfAny([' ', ',', '%', '#', '"', '@']) < 0 ? word : '"' + word.Replace("\"", "\\\"") + '"';
}
