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
        => Function(name, ".f32", [.. operands.Select(operand => (".f32", operand))], recording => write(recording, [.. operands.Select(operand => recording.Convert("cvt.f64.f32", operand))]));

    /// <summary>Records a function.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="result">The type of <c>%result</c>, behind a point.</param>
    /// <param name="parameters">The types and names of its parameters.</param>
    /// <param name="write">Runs its source, and puts the result into <c>%result</c>.</param>
    public static string Function(string name, string result, (string Type, string Name)[] parameters, Action<Recording> write)
    {
        var recording = s_current = new();
        try
        {
            write(recording);
            recording.Line("ret");
        }
        finally
        {
            s_current = null;
        }

        var text = new StringBuilder($".func (.reg {result} %result) {name} ({string.Join(", ", parameters.Select(parameter => $".reg {parameter.Type} %{parameter.Name}"))})\n{{\n");
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

    /// <summary>Writes what makes a value of an operand.</summary>
    public RecordedDoubles Convert(string instruction, string operand) => RecordedDoubles.Of(Write(instruction, [$"%{operand}"], isCondition: false));

    /// <summary>Writes an instruction.</summary>
    public void Line(string instruction) => _text.Append("    ").Append(instruction).Append(";\n");

    /// <summary>Writes a place to jump to.</summary>
    public void Label(string label) => _text.Append(label).Append(":\n");

    /// <summary>Whether a loop has another round.</summary>
    public bool IsOneMoreRound() => _rounds++ < Rounds;
}
