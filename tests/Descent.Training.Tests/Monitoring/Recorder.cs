using System.Diagnostics.Metrics;
using System.Globalization;

namespace Descent.Training.Tests.Monitoring;

/// <summary>Listens to one run and writes down every measurement.</summary>
internal sealed class Recorder : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly string _run;

    public Recorder(string run, params string[] instruments)
    {
        _run = run;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Descent.Training")
            {
                Published[instrument.Name] = instrument.Unit ?? "";
                if (instruments.Length == 0 || instruments.Contains(instrument.Name))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Write(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Write(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Write(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments of the meter, with their units.</summary>
    public SortedDictionary<string, string> Published { get; } = new(StringComparer.Ordinal);

    /// <summary>Lines like <c>descent.training.loss 2.5 dataset=training</c>.</summary>
    public List<string> Lines { get; } = [];

    public double Value(string line)
        => double.Parse(Assert.Single(Lines, found => found.Contains(line, StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);

    public void Dispose() => _listener.Dispose();

    private void Write(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{instrument.Name} {value:r}");
        var isOurs = false;
        foreach (var (key, tag) in tags)
        {
            isOurs |= key == "descent.run" && (string?)tag == _run;
            line += key == "descent.run" ? "" : $" {key["descent.".Length..]}={tag}";
        }

        if (isOurs)
        {
            Lines.Add(line);
        }
    }
}
