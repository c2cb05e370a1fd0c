using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the members of a rule that does not compile: all there, and all throwing.</summary>
internal static class StubEmitter
{
    private static readonly string[] s_hooks =
    [
        "PrepareStep(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, int step)",
        RunPass("float"),
        RunPass("double"),
    ];

    public static void Write(SourceWriter writer, RuleModel rule)
    {
        foreach (var method in rule.Methods)
        {
            MembersEmitter.WriteSpansOverload(writer, rule, method, reduces: false, inner => Throw(inner, rule));
            writer.Line();
            MembersEmitter.WriteReferenceHeader(writer, rule, method, inner => Throw(inner, rule));
            writer.Line();
        }

        foreach (var hook in s_hooks)
        {
            writer.Line("/// <inheritdoc/>");
            using (writer.Block($"protected override void {hook}"))
            {
                Throw(writer, rule);
            }

            writer.Line();
        }

        MembersEmitter.WriteCreateParameter(writer, rule);
    }

    private static string RunPass(string type)
        => "RunPass(global::Descent.CompilerServices.RuleMethod method, global::Descent.OptimizerState state, "
            + $"global::System.Span<{type}> weights, global::System.ReadOnlySpan<{type}> gradients, int step, int pass, int start)";

    private static void Throw(SourceWriter writer, RuleModel rule)
        => writer.Line($"throw new global::System.NotSupportedException(\"The rule '{rule.Name}' does not compile: {rule.Problem}.\");");
}
