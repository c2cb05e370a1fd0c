using Digits.Mnist;
using Digits.Training;

namespace Digits.Comparison;

/// <summary>The page about a comparison: one HTML file that needs no other.</summary>
internal static class ComparisonPage
{
    public static string Compose(IReadOnlyList<TrainingRun> runs, MnistData data, int seed)
    {
        LossCurve[] curves = [.. runs.Select(LossCurve.Of)];
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Five optimizers learn handwritten digits</title>
            <style>
            {ReadStyle()}
            </style>
            </head>
            <body>
            <main>
            <h1>Five optimizers learn handwritten digits</h1>
            <p>The same network, the same initial weights and the same mini-batches:
            only the rule that turns a gradient into a step differs.</p>
            <figure>
            {LossChart.Draw(curves, ChartSize.Wide)}
            {LossChart.Draw(curves, ChartSize.Narrow)}
            <figcaption>Cross-entropy on each mini-batch, smoothed over 11 iterations. Losses above 1 are cut off.
            A spike is a step too far: a rule that divides by the size of past gradients may take one when these have become tiny.</figcaption>
            </figure>
            <table>
            <caption>After {runs[0].History.Epochs.Count} epochs</caption>
            <thead>
            <tr>
            <th scope="col">Optimizer</th>
            <th scope="col">Learning rate</th>
            <th scope="col">Final loss</th>
            <th scope="col">Training accuracy</th>
            <th scope="col">Test accuracy</th>
            </tr>
            </thead>
            <tbody>
            {string.Join('\n', runs.Select(Row))}
            </tbody>
            </table>
            <h2>How it was made</h2>
            <p>A network of {data.Training.PixelsPerImage}-100-100-100-100-10 units with ReLU, He initialisation and softmax cross-entropy,
            trained on {data.Training.Count:N0} digits of MNIST and tested on {data.Test.Count:N0} others,
            in mini-batches of {Trainer.BatchSize}, with seed {seed}.
            The final loss is the mean over the mini-batches of the last epoch; the accuracies are those of the final weights.</p>
            <p>It repeats the comparison of optimizers in <cite>Deep Learning from Scratch</cite> at the book's learning rates, and adds RMSProp.
            A rate tuned for each optimizer would bring them closer together.</p>
            </main>
            </body>
            </html>

            """;
    }

    private static string Row(TrainingRun run)
    {
        var final = run.History.Final;
        return $"""
            <tr>
            <th scope="row"><span class="swatch {run.Recipe.Optimizer.Name}"></span>{run.Recipe.Optimizer.Title}</th>
            <td>{run.Recipe.LearningRate}</td>
            <td>{final.Loss:F4}</td>
            <td>{final.TrainingAccuracy:F3}</td>
            <td>{final.TestAccuracy:F3}</td>
            </tr>
            """;
    }

    private static string ReadStyle()
    {
        using var resource = typeof(ComparisonPage).Assembly.GetManifestResourceStream("ComparisonPage.css")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().TrimEnd();
    }
}
