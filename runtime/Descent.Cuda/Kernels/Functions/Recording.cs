using System.Globalization;
using System.Text;

namespace Descent.Cuda.Kernels.Functions;

/// <summary>The instructions of a function while its source runs over <see cref="RecordedDoubles"/>. Each value has a register of its own.</summary>
internal sealed class Recording
{
    /// <summary>
    /// How many rounds a loop has that goes on while some value needs it: a remainder takes 52 bits off a dividend in each, of 277 at most. A round too many changes nothing.
    /// </summary>
    private const int Rounds = 6;

    [ThreadStatic]
    private static Recording? s_current;

    private readonly StringBuilder _text = new();
    private int _values;
    private int _conditions;
    private int _rounds;

    /// <summary>That of the thread.</summary>
    public static Recording Current => s_current ?? throw new InvalidOperationException("Nothing is recorded.");

    /// <summary>Records a function of numbers of <c>float</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="operands">The names of its operands.</param>
    /// <param name="write">Runs its source, writes what is left to do, and puts the result into <c>%result</c>.</param>
    public static string Function(string name, string[] operands, Action<Recording, RecordedDoubles[]> write)
    {
        var recording = s_current = new();
        try
        {
            var widened = operands.Select(operand => RecordedDoubles.Of(recording.Write("cvt.f64.f32", [$"%{operand}"], isCondition: false))).ToArray();
            write(recording, widened);
            recording.Line("ret");
        }
        finally
        {
            s_current = null;
        }

        var text = new StringBuilder($".func (.reg .f32 %result) {name} ({string.Join(", ", operands.Select(operand => $".reg .f32 %{operand}"))})\n{{\n");
        text.Append(CultureInfo.InvariantCulture, $"    .reg .b64 %value<{recording._values}>;\n");
        text.Append(recording._conditions > 0 ? $"    .reg .pred %is<{Text(recording._conditions)}>;\n" : "");
        return text.Append(recording._text).Append("}\n\n").ToString();
    }

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Writes an instruction, whose result gets a register.</summary>
    public string Write(string instruction, ReadOnlySpan<string> operands, bool isCondition)
    {
        var register = isCondition ? $"%is{Text(_conditions++)}" : $"%value{Text(_values++)}";
        Line($"{instruction} {register}, {string.Join(", ", operands)}");
        return register;
    }

    /// <summary>Writes an instruction.</summary>
    public void Line(string instruction) => _text.Append("    ").Append(instruction).Append(";\n");

    /// <summary>Writes a place to jump to.</summary>
    public void Label(string label) => _text.Append(label).Append(":\n");

    /// <summary>Whether a loop has another round.</summary>
    public bool IsOneMoreRound() => _rounds++ < Rounds;
}
