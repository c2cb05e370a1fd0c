using System.Collections.Generic;
using System.Linq;
using Descent.Generator.IR;
using Descent.Generator.Reading;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes the specification as code: the author's method, called for one weight after the other. A rule that reduces is replayed: run
/// over all weights until every total is known, on copies, of which the last is kept.
/// </summary>
internal sealed class ReferenceEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";

    private readonly RuleModel _rule;
    private readonly MethodModel _method;
    private readonly bool _isUpdate;
    private readonly Dictionary<ParameterModel, StateModel> _states;
    private readonly Dictionary<ParameterModel, string> _before;
    private readonly Dictionary<ParameterModel, string> _after;

    private ReferenceEmitter(RuleModel rule, MethodModel method, bool isUpdate)
    {
        (_rule, _method, _isUpdate) = (rule, method, isUpdate);
        var names = new Names(["weights", "gradients", "state", "step", "i", "replay", "newWeights", method.Name]);
        var parameters = method.Parameters.Where(parameter => parameter.Role == ParameterRole.State).ToList();
        _states = parameters.ToDictionary(parameter => parameter, parameter => rule.States.First(state => state.Name == parameter.Name));
        _before = parameters.ToDictionary(parameter => parameter, parameter => names.Unique(Names.Camel(parameter.Name)));
        _after = parameters.ToDictionary(parameter => parameter, parameter => names.Unique("new" + Names.Pascal(parameter.Name)));
    }

    public static void Write(SourceWriter writer, RuleModel rule, LoweredMethod method, bool isUpdate)
        => MembersEmitter.WriteReferenceHeader(writer, rule, isUpdate, inner => new ReferenceEmitter(rule, method.Method, isUpdate).WriteBody(inner, method.Program));

    private void WriteBody(SourceWriter writer, Program program)
    {
        MembersEmitter.WriteChecks(writer, "double", _isUpdate, _isUpdate && _rule.BeforeGradient is not null);
        if (!_isUpdate)
        {
            MembersEmitter.WriteReturnIfAwaiting(writer);
        }

        foreach (var state in _states)
        {
            writer.Line($"var {_before[state.Key]} = state.{Names.Escape(state.Value.PropertyName)};");
        }

        foreach (var scalar in Scalars)
        {
            writer.Line($"var {_after[scalar]} = {_before[scalar]};");
        }

        if (program.Instructions.Items.Any(instruction => instruction.Opcode == Opcode.Reduce))
        {
            WriteReplay(writer);
        }
        else
        {
            WriteRun(writer, "weights", parameter => _before[parameter], beforeEach: null);
        }

        writer.Line();
        foreach (var scalar in Scalars.Where(scalar => scalar.IsByReference))
        {
            writer.Line($"state.{Names.Escape(_states[scalar].PropertyName)} = {_after[scalar]};");
        }

        writer.Line(_isUpdate ? $"{Guard}.Updated(state, step);" : $"{Guard}.Moved(state);");
    }

    private IEnumerable<ParameterModel> Scalars => _states.Where(state => state.Value.Scope != StateScope.Element).Select(state => state.Key);

    private IEnumerable<ParameterModel> Written => _states.Where(state => state.Value.Scope == StateScope.Element && state.Key.IsByReference).Select(state => state.Key);

    private void WriteReplay(SourceWriter writer)
    {
        writer.Line("double[] newWeights;");
        foreach (var state in Written)
        {
            writer.Line($"double[] {_after[state]};");
        }

        writer.Line("using var replay = new global::Descent.CompilerServices.ReductionReplay();");
        writer.Line("do");
        writer.Line("{");
        using (writer.Indented())
        {
            writer.Line("newWeights = weights.ToArray();");
            foreach (var state in Written)
            {
                writer.Line($"{_after[state]} = {_before[state]}.ToArray();");
            }

            WriteRun(writer, "newWeights", parameter => parameter.IsByReference ? _after[parameter] : _before[parameter], "replay.NextWeight();");
        }

        writer.Line("}");
        writer.Line("while (!replay.EndRun());");
        writer.Line();
        writer.Line($"{Copied("newWeights")}.CopyTo(weights);");
        foreach (var state in Written)
        {
            writer.Line($"{Copied(_after[state])}.CopyTo({_before[state]});");
        }
    }

    /// <summary>An array as a span, whose methods need no using directive.</summary>
    private static string Copied(string array) => $"((global::System.ReadOnlySpan<double>){array})";

    private void WriteRun(SourceWriter writer, string weights, System.Func<ParameterModel, string> state, string? beforeEach)
    {
        var arguments = _method.Parameters.Select(parameter => (parameter.IsByReference ? "ref " : "") + parameter.Role switch
        {
            ParameterRole.Weight => weights + "[i]",
            ParameterRole.Gradient => "gradients[i]",
            ParameterRole.Step => "step",
            _ => _states[parameter].Scope == StateScope.Element ? state(parameter) + "[i]" : _after[parameter],
        });
        using (writer.Block("for (var i = 0; i < weights.Length; i++)"))
        {
            if (beforeEach is not null)
            {
                writer.Line(beforeEach);
            }

            foreach (var scalar in Scalars.Where(scalar => scalar.IsByReference))
            {
                writer.Line($"{_after[scalar]} = {_before[scalar]};");
            }

            writer.Line($"{Names.Escape(_method.Name)}({string.Join(", ", arguments)});");
        }
    }
}
