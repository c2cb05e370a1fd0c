using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Descent.Generator.Model;
using Descent.Generator.Analyzers;
using Descent.Generator.Analyzers.Structure;
using Descent.Generator.Emission;
using Descent.Generator.Infrastructure;
using Descent.Generator.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Descent.Generator;

/// <summary>
/// The entry of the compiler: finds <c>[Optimizer]</c> classes and <c>[Inlineable]</c> helpers, reads each into an equatable model, and
/// compiles the models that have changed. It reports what no analyzer would be heard with; all else the analyzers do.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class OptimizerGenerator : IIncrementalGenerator
{
    /// <summary>The names of the pipeline's steps, for tests of what is cached.</summary>
    internal static class Steps
    {
        public const string Read = "Read";
        public const string Refusals = "Refusals";
        public const string Rules = "Rules";
        public const string FileNames = "FileNames";
        public const string Helpers = "Helpers";
        public const string Bodies = "Bodies";
    }

    /// <summary>The attributes of methods of parts of chains, whose bodies travel as those of helpers.</summary>
    private static readonly string[] s_partAttributes =
        [RuleAttributes.Transform, RuleAttributes.AfterStep, RuleAttributes.ToEvaluation, RuleAttributes.ToTraining];

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        CompileRules(context);
        CompileHelpers(context);
        RefuseUnmarked(context);
    }

    private static void CompileRules(IncrementalGeneratorInitializationContext context)
    {
        var readings = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                RuleAttributes.Optimizer,
                static (node, _) => node is TypeDeclarationSyntax,
                static (attributed, cancellation) => Read(attributed, cancellation))
            .WithTrackingName(Steps.Read);

        var rules = readings
            .Where(static reading => reading.Model is not null)
            .Select(static (reading, _) => reading.Model!)
            .WithTrackingName(Steps.Rules);

        Report(context, readings.SelectMany(static (reading, _) => reading.Refusals.Items));

        // File names may not differ in case alone. Where they would, the rules are numbered.
        var ambiguous = rules
            .Select(static (rule, _) => rule.FullName)
            .Collect()
            .Select(static (names, _) => names
                .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
                .Where(group => group.Distinct().Skip(1).Any() || StringComparer.OrdinalIgnoreCase.Equals(group.Key + ".g.cs", InlineableEmitter.FileName))
                .SelectMany(group => group.Distinct().OrderBy(name => name, StringComparer.Ordinal))
                .ToEquatableArray())
            .WithTrackingName(Steps.FileNames);

        context.RegisterSourceOutput(rules.Combine(ambiguous), static (output, pair) =>
        {
            var (rule, names) = pair;
            var number = names.Items.IndexOf(rule.FullName);
            var fileName = number < 0 ? rule.FullName : rule.FullName + "." + number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            output.AddSource(fileName + ".g.cs", SourceText.From(RuleEmitter.Emit(rule, output.CancellationToken), Encoding.UTF8));
        });
    }

    /// <summary>Says of classes that are not marked, and have a rule with hyperparameters, what C# hides from the analyzers.</summary>
    private static void RefuseUnmarked(IncrementalGeneratorInitializationContext context) => Report(context, context.SyntaxProvider
        .ForAttributeWithMetadataName(
            RuleAttributes.Hyperparameter,
            static (node, _) => node is PropertyDeclarationSyntax { AccessorList: not null },
            static (attributed, _) => attributed.TargetSymbol is IPropertySymbol property && Unmarked.OfFirst(property) is { } problem ? Refusal.Of(problem) : null)
        .Where(static refusal => refusal is not null)
        .Select(static (refusal, _) => refusal!));

    /// <summary>Only for refusals, which are few and not for long, a place in the source is looked up again after each edit.</summary>
    private static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<Refusal> refusals) => context.RegisterSourceOutput(
        refusals.WithTrackingName(Steps.Refusals).Combine(context.CompilationProvider).Combine(context.AnalyzerConfigOptionsProvider),
        static (output, pair) => output.ReportDiagnostic(pair.Left.Left.In(pair.Left.Right, pair.Right.GlobalOptions)));

    private static IncrementalValuesProvider<InlineableBody> Bodies(IncrementalGeneratorInitializationContext context, string attribute) => context.SyntaxProvider
        .ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is MethodDeclarationSyntax { Modifiers: var modifiers } && modifiers.Any(SyntaxKind.StaticKeyword),
            static (attributed, cancellation) => attributed.TargetSymbol is IMethodSymbol method && RuleAttributes.IsInlineable(method)
                ? HelperReader.Read(method, attributed.SemanticModel.Compilation, cancellation).Model
                : null)
        .Where(static model => model is not null)
        .WithTrackingName(Steps.Helpers)
        .Select(static (model, cancellation) => InlineableBody.Of(model!, cancellation))
        .Where(static body => body is not null)
        .Select(static (body, _) => body!)
        .WithTrackingName(Steps.Bodies);

    /// <summary>The helpers, and the parts of chains, that rules of other assemblies may use: one file for all, and none where there are none.</summary>
    private static void CompileHelpers(IncrementalGeneratorInitializationContext context)
    {
        var bodies = Bodies(context, RuleAttributes.Inlineable).Collect();
        foreach (var attribute in s_partAttributes)
        {
            bodies = bodies.Combine(Bodies(context, attribute).Collect()).Select(static (pair, _) => pair.Left.AddRange(pair.Right));
        }

        var files = bodies
            .SelectMany(static (all, _) => all.IsEmpty ? [] : ImmutableArray.Create(all.Distinct().OrderBy(body => body.Key, StringComparer.Ordinal).ToEquatableArray()));

        context.RegisterSourceOutput(
            files, static (output, file) => output.AddSource(InlineableEmitter.FileName, SourceText.From(InlineableEmitter.Emit(file), Encoding.UTF8)));
    }

    /// <summary>The model of a rule, or why nothing can be added to it; neither for a second part with the attribute.</summary>
    private static (RuleModel? Model, EquatableArray<Refusal> Refusals) Read(GeneratorAttributeSyntaxContext attributed, CancellationToken cancellation)
    {
        var rule = (INamedTypeSymbol)attributed.TargetSymbol;
        if (rule.TypeKind != TypeKind.Class || RuleReader.Declaration(rule, cancellation) != attributed.TargetNode)
        {
            return default;
        }

        var reading = RuleReader.Read(rule, attributed.SemanticModel.Compilation, cancellation);
        return (reading.Model, reading.IsClosed ? reading.Problems.Select(Refusal.Of).ToEquatableArray() : default);
    }
}
