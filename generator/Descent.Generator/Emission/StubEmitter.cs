using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>Writes the members of a rule that does not compile: all there, and all throwing.</summary>
internal static class StubEmitter
{
    public static void Write(SourceWriter writer, RuleModel rule)
    {
        MembersEmitter.WriteUpdate(writer, rule, null, inner => Throw(inner, rule));
        writer.Line();
        MembersEmitter.WriteReferenceHeader(writer, rule, isUpdate: true, inner => Throw(inner, rule));
        if (rule.BeforeGradient is not null)
        {
            writer.Line();
            MembersEmitter.WriteBeforeGradient(writer, rule, inner => Throw(inner, rule));
            writer.Line();
            MembersEmitter.WriteReferenceHeader(writer, rule, isUpdate: false, inner => Throw(inner, rule));
        }

        foreach (var member in new[] { "PrepareUpdate(global::Descent.OptimizerState state, int step)", "UpdateParameter(global::Descent.Parameter parameter)" })
        {
            writer.Line();
            writer.Line("/// <inheritdoc/>");
            using (writer.Block($"protected override void {member}"))
            {
                Throw(writer, rule);
            }
        }

        writer.Line();
        MembersEmitter.WriteCreateParameter(writer, rule);
    }

    private static void Throw(SourceWriter writer, RuleModel rule)
        => writer.Line($"throw new global::System.NotSupportedException(\"The rule '{rule.Name}' does not compile: {rule.Problem}.\");");
}
