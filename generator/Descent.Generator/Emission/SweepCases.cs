using System.Globalization;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>The cases of switches over the variants of a method, its sweeps and the parts of a sweep. What there is only one of is not asked for.</summary>
internal sealed class SweepCases(int variants, int sweeps)
{
    /// <summary>What tells sweeps of variants apart.</summary>
    public string Selector => variants > 1 && sweeps == 1 ? "values.Variant" : SelectorOfSweep;

    /// <summary>The same where there are several sweeps.</summary>
    public string SelectorOfSweep => variants == 1 ? "sweep" : "values.Variant, sweep";

    /// <summary>What tells parts of sweeps apart.</summary>
    public string SelectorOfPart => SelectorOfSweep + ", part";

    public string Label(int variant, int sweep) => variants > 1 && sweeps == 1 ? Text(variant) : LabelOfSweep(variant, sweep);

    public string LabelOfSweep(int variant, int sweep) => variants == 1 ? Text(sweep) : $"({Text(variant)}, {Text(sweep)})";

    public string LabelOfPart(int variant, int sweep, int part) => $"({(variants == 1 ? "" : Text(variant) + ", ")}{Text(sweep)}, {Text(part)})";

    /// <summary>Writes a case; one with locals has a scope of its own.</summary>
    public static void Write(SourceWriter writer, string label, bool isSimple, System.Action<SourceWriter> body)
    {
        if (isSimple)
        {
            writer.Line($"case {label}:");
            using (writer.Indented())
            {
                body(writer);
                writer.Line("break;");
            }

            return;
        }

        using (writer.Block($"case {label}:"))
        {
            body(writer);
            writer.Line("break;");
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
