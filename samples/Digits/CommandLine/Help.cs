using System.Globalization;
using Digits.Training;

namespace Digits.CommandLine;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Help
{
    public static string Text { get; } = string.Create(CultureInfo.InvariantCulture, $"""
        Trains a network on handwritten digits (MNIST) with an optimizer written by Descent.

          dotnet run -c Release --project samples/Digits -- [arguments]

          --optimizer NAME       {OptimizerChoice.Default.Name} unless said; the names are below
          --learning-rate RATE   the step size; the optimizer's own (below) unless said
          --epochs COUNT         passes over the training images; 20 unless said
          --seed NUMBER          of the initial weights and the order of the images; 1 unless said
          --batch-norm           normalize the hidden layers over each mini-batch (batch normalization)
          --layer-norm           normalize the hidden layers image by image (layer normalization)
          --schedule NAME        how the learning rate changes; {ScheduleChoice.Constant.Name} unless said; the names are below
          --average NAME         test an average of the weights as well; the names are below
          --ensemble COUNT       take COUNT snapshots, at the ends of cycles of the learning rate, and test them together
          --checkpoint FILE      keep the training in a file after every epoch
          --resume               go on from that file, if it is there
          --data FOLDER          the four files of MNIST; a part of them comes with the program
          --compare              train SGD, momentum, AdaGrad, RMSProp and Adam and write a page about them
          --output FILE          that page; {Arguments.DefaultOutput} or {SearchArguments.DefaultOutput} unless said
          --search STRATEGY      find a learning rate and write a page about the search: {string.Join(", ", SearchArguments.Strategies)};
                                 a trial has {SearchArguments.DefaultEpochs} epochs unless --epochs says otherwise
          --trials COUNT         learning rates to try; 20 unless said
          --workers COUNT        trials at the same time; 1 unless said
          --log FILE             write every trial down, and go on from there after an interruption
          --help                 this text

        Optimizers and their learning rates for this network:

        {string.Join('\n', OptimizerChoice.All.Select(Line))}

        Schedules, from the learning rate:

        {string.Join('\n', ScheduleChoice.All.Select(choice => $"  {choice.Name,-22} {choice.Title}"))}

        Averages of the weights:

        {string.Join('\n', AverageChoice.All.Select(choice => $"  {choice.Name,-22} {choice.Title}"))}
        """);

    private static string Line(OptimizerChoice choice)
        => string.Create(CultureInfo.InvariantCulture, $"  {choice.Name,-22} {choice.LearningRate,-7} {choice.Title}");
}
