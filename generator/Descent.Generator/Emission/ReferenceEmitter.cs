using System.Globalization;
using System.Linq;
using Descent.Generator.Model;
using Descent.Generator.Infrastructure;
using Descent.Generator.IR;
using Descent.Generator.Targets.CSharp;

namespace Descent.Generator.Emission;

/// <summary>
/// Writes the specification as code: the author's method, called for one weight after the other. A rule that reduces is replayed: run
/// over all weights until every total is known, on copies, of which the last is kept. A rule that needs the whole optimizer is replayed
/// over all its parameters.
/// </summary>
internal sealed class ReferenceEmitter
{
    private const string Guard = "global::Descent.CompilerServices.Guard";
    private const string Replay = "global::Descent.CompilerServices.ReductionReplay";

    private readonly RuleModel _rule;
    private readonly MethodModel _method;
    private readonly MemberNames _members;
    private readonly ReferenceLocals _locals;
    private ReferenceEmitter(RuleModel rule, MethodModel method, MemberNames members)
    {
        (_rule, _method, _members) = (rule, method, members);
        _locals = new(rule, method, members);
    }

    public static void Write(SourceWriter writer, RuleModel rule, MethodModel method, MemberNames members)
    {
        var emitter = new ReferenceEmitter(rule, method, members);
        if (method.IsObsolete)
        {
            AuthorsMethod.WriteCall(writer, rule, method, members);
            writer.Line();
        }

        if (rule.IsOverOptimizer)
        {
            emitter.WriteOverOptimizer(writer);
        }
        else
        {
            MembersEmitter.WriteReferenceHeader(writer, rule, method, emitter.WriteOverTensor);
        }
    }

    private string NextTensor => _rule.IsOfMatrices ? "replay.NextTensor(state.Rows, state.Columns);" : "replay.NextTensor();";

    private void WriteOverTensor(SourceWriter writer)
    {
        MembersEmitter.WriteChecks(writer, _rule, "double", _method);
        WriteRate(writer);
        _locals.Write(writer);
        if (MayReduce || _rule.IsOfMatrices)
        {
            _locals.WriteDeclarations(writer);
            _locals.WriteSquares(writer);
            writer.Line($"using var replay = new {Replay}();");
            writer.Line("do");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line(NextTensor);
                _locals.WriteCopies(writer, "");
                WriteRun(writer, "newWeights", parameter => parameter.IsByReference ? _locals.After[parameter] : _locals.Before[parameter], "replay.NextWeight();");
            }

            writer.Line("}");
            writer.Line("while (!replay.EndRun());");
            writer.Line();
            _locals.WriteResults(writer);
        }
        else
        {
            WriteRun(writer, "weights", parameter => _locals.Before[parameter], beforeEach: null);
        }

        writer.Line();
        foreach (var state in _locals.Written.Where(_locals.HasStorage))
        {
            writer.Line($"state.{Names.Escape(_locals.States[state].PropertyName)}.Encode({_locals.Before[state]});");
        }

        WriteEnd(writer);
    }

    /// <summary>Whether the author's method, or a helper of the rule, asks for a total, even one that no loop needs because nothing uses it.</summary>
    private bool MayReduce
        => _rule.Functions.Select(function => function.Body).Append(_method.Body).Any(body => body.Instructions.Items.Any(instruction => instruction.Opcode is Opcode.Reduce or Opcode.Length or Opcode.Rows or Opcode.Columns or Opcode.Whole));

    private void WriteOverOptimizer(SourceWriter writer)
    {
        var name = MembersEmitter.ReferenceName(_method.Kind);
        var tensor = TypeNames.State(_rule);
        writer.Line("/// <summary>");
        writer.Line($"/// The specification of <c>{(_method.Kind == RuleMethod.Update ? "Step" : _method.Kind.ToString())}</c>: calls the rule's own method for one weight after the other, of all parameters. The fused loops give {MembersEmitter.Agreement(_rule)}.");
        writer.Line("/// </summary>");
        writer.Line("/// <exception cref=\"global::System.InvalidCastException\">A parameter is not of <see cref=\"double\"/>.</exception>");
        using (writer.Block($"public void {name}()"))
        {
            writer.Line("global::System.Collections.Generic.List<global::System.Action> results;");
            writer.Line($"using var replay = new {Replay}();");
            writer.Line("do");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line("results = new();");
                using (writer.Block("foreach (var parameter in Parameters)"))
                {
                    using (writer.Block($"if ({TakesPart})"))
                    {
                        writer.Line(_rule.IsOfMatrices ? "replay.NextTensor(parameter.State.Rows, parameter.State.Columns);" : "replay.NextTensor();");
                        writer.Line($"results.Add({name}((global::Descent.Parameter<{tensor}>)parameter, replay));");
                    }
                }
            }

            writer.Line("}");
            writer.Line("while (!replay.EndRun());");
            writer.Line();
            using (writer.Block("foreach (var result in results)"))
            {
                writer.Line("result();");
            }

            if (_rule.HasOptimizerStates)
            {
                writer.Line();
                writer.Line("CompiledRule.Commit();");
            }
        }

        writer.Line();
        writer.Line("/// <summary>Runs one tensor on copies; the result puts them in their place.</summary>");
        using (writer.Block($"private global::System.Action {name}(global::Descent.Parameter<{tensor}> parameter, {Replay} replay)"))
        {
            writer.Line("var weights = parameter.Weights.Span<double>();");
            if (_method.TakesGradients)
            {
                writer.Line("var gradients = parameter.Gradients.ReadOnlySpan<double>();");
            }

            writer.Line("var state = parameter.State;");
            writer.Line("var step = state.StepCount + 1;");
            WriteRate(writer);
            if (_locals.Draws.Count > 0)
            {
                writer.Line("state.SeedChance(Options.Seed);");
            }

            _locals.Write(writer);
            _locals.WriteCopies(writer, "var ");
            WriteRun(writer, "newWeights", parameter => parameter.IsByReference ? _locals.After[parameter] : _locals.Before[parameter], "replay.NextWeight();");
            writer.Line();
            writer.Line("return () =>");
            writer.Line("{");
            using (writer.Indented())
            {
                writer.Line($"{ReferenceLocals.Copied("newWeights")}.CopyTo(parameter.Weights.Span<double>());");
                foreach (var state in _locals.Written)
                {
                    writer.Line($"parameter.State.{Names.Escape(_locals.States[state].PropertyName)}.CopyFrom<double>({_locals.After[state]});");
                }

                WriteEnd(writer);
            }

            writer.Line("};");
        }
    }

    /// <summary>Which parameters of the optimizer the method runs over.</summary>
    private string TakesPart => "!parameter.IsFrozen"
        + (_method.TakesGradients ? " && parameter.HasGradients" : "")
        + (_method.Kind == RuleMethod.BeforeGradient ? " && !parameter.State.AwaitsGradient" : "");

    /// <summary>Takes the parameter's own learning rate, where a parameter may have one.</summary>
    private void WriteRate(SourceWriter writer)
    {
        if (_rule.Hyperparameters.Any(hyperparameter => hyperparameter.Role == HyperparameterRole.LearningRate))
        {
            writer.Line("using var rate = CompiledRule.ScaleRate(state);");
        }
    }

    private void WriteEnd(SourceWriter writer)
    {
        foreach (var scalar in _locals.Scalars.Where(scalar => scalar.IsByReference))
        {
            writer.Line($"{_members.ScalarTarget(scalar.Slot!)} = {_locals.After[scalar]};");
        }

        writer.Line($"{Guard}.Done({MembersEmitter.Kind(_method.Kind)}, state, step);");
    }

    private void WriteRun(SourceWriter writer, string weights, System.Func<ParameterModel, string> state, string? beforeEach)
    {
        foreach (var span in _locals.Spans)
        {
            writer.Line($"global::System.Span<double> {span.Value} = new double[{_method.Parameters.Count(parameter => parameter.Span == span.Key).ToString(CultureInfo.InvariantCulture)}];");
        }

        var arguments = _method.Parameters.Where(parameter => parameter.Element == 0).Select(parameter => parameter.Span is { } span ? _locals.Spans[span] : Argument(parameter));
        using (writer.Block("for (var i = 0; i < weights.Length; i++)"))
        {
            if (beforeEach is not null)
            {
                writer.Line(beforeEach);
            }

            foreach (var scalar in _locals.Scalars.Where(scalar => scalar.IsByReference && scalar.Span is null))
            {
                writer.Line($"{_locals.After[scalar]} = {_locals.Before[scalar]};");
            }

            foreach (var shared in _locals.Shared.Where(shared => shared.Span is null))
            {
                writer.Line($"{state(shared)}[{_locals.Index(shared)}] = {_locals.Before[shared]}[{_locals.Index(shared)}];");
            }

            foreach (var element in _locals.Elements)
            {
                writer.Line($"{_locals.Element(element)} = {(_locals.IsInMemory(element) ? $"{(_locals.States[element].Scope == Axes.Weight ? state(element) : _locals.Before[element])}[{_locals.Index(element)}]" : _locals.Before[element])};");
            }

            writer.Line($"{AuthorsMethod.Name(_rule, _method, _members, ReferenceLocals.Always)}({string.Join(", ", arguments)});");
            foreach (var element in _locals.Elements)
            {
                writer.Line($"{(_locals.IsInMemory(element) ? $"{state(element)}[{_locals.Index(element)}]" : _locals.After[element])} = {_locals.Element(element)};");
            }
        }

        string Argument(ParameterModel parameter) => (parameter is { IsByReference: true, IsSquare: false } ? "ref " : "") + parameter.Role switch
        {
            ParameterRole.Weight => weights + "[i]",
            ParameterRole.Gradient => "gradients[i]",
            ParameterRole.Input => _locals.Inputs[parameter] + "[i]",
            ParameterRole.Step => "step",
            _ when parameter.IsSquare => _locals.After[parameter],
            ParameterRole.Random => $"{_locals.Draws[parameter]}.{parameter.Distribution}(i)",
            _ => _locals.IsInMemory(parameter) ? $"{state(parameter)}[{_locals.Index(parameter)}]" : _locals.After[parameter],
        };
    }
}
